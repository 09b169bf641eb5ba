; The Windows setup program. Built by build_installer.py:
;   makensis -DVERSION=… -DFOLDER=<frozen folder> -DICON=<.ico> -DOUT=<setup.exe> setup.nsi
Unicode true
SetCompressor /SOLID lzma
!include MUI2.nsh

!define NAME "大模型支持措施审核工作台"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\gyga-desk"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\gyga-desk"
InstallDirRegKey HKCU "Software\gyga-desk" "Folder"
; For the person alone: no administrator is needed, and removing it takes away what was put here and nothing else.
RequestExecutionLevel user
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "LegalCopyright" ""

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\gyga-desk.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Section
  ; The program of an earlier version is taken away whole, so that nothing of it stays behind; records lie elsewhere.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  File "/oname=gyga-desk.ico" "${ICON}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\gyga-desk.exe" "" "$INSTDIR\gyga-desk.ico"
  WriteRegStr HKCU "Software\gyga-desk" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\gyga-desk.ico"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  WriteRegStr HKCU "Software\Classes\.gyga" "" "gyga-desk.store"
  WriteRegStr HKCU "Software\Classes\gyga-desk.store" "" "审核工作台数据文件"
  WriteRegStr HKCU "Software\Classes\gyga-desk.store\DefaultIcon" "" "$INSTDIR\gyga-desk.ico"
  WriteRegStr HKCU "Software\Classes\gyga-desk.store\shell\open\command" "" '"$INSTDIR\gyga-desk.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.gygap" "" "gyga-desk.package"
  WriteRegStr HKCU "Software\Classes\gyga-desk.package" "" "审核工作台交换包"
  WriteRegStr HKCU "Software\Classes\gyga-desk.package\DefaultIcon" "" "$INSTDIR\gyga-desk.ico"
  WriteRegStr HKCU "Software\Classes\gyga-desk.package\shell\open\command" "" '"$INSTDIR\gyga-desk.exe" "%1"'
SectionEnd

Section Uninstall
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\gyga-desk.exe"
  Delete "$INSTDIR\gyga-desk.ico"
  Delete "$INSTDIR\uninstall.exe"
  ; Only where it is empty: what a person put there stays theirs.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\gyga-desk"
  DeleteRegKey HKCU "Software\Classes\.gyga"
  DeleteRegKey HKCU "Software\Classes\gyga-desk.store"
  DeleteRegKey HKCU "Software\Classes\.gygap"
  DeleteRegKey HKCU "Software\Classes\gyga-desk.package"
SectionEnd
