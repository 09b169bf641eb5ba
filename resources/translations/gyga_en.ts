<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context>
    <name />
    <message>
        <source>备份数据文件</source>
        <translation>Back up data file</translation>
    </message>
    <message>
        <source>数据文件 (*.gyga)</source>
        <translation>Data file (*.gyga)</translation>
    </message>
    <message>
        <source>已备份到 {name}。</source>
        <translation>Backed up to {name}.</translation>
    </message>
    <message>
        <source>现用口令</source>
        <translation>Current password</translation>
    </message>
    <message>
        <source>新口令</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>再输一次新口令</source>
        <translation>New password again</translation>
    </message>
    <message>
        <source>修改口令</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>修改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>关于</source>
        <translation>About</translation>
    </message>
    <message>
        <source>大模型支持措施审核工作台
版本 {version}
全部资料只保存在本机，程序不连接网络。</source>
        <translation>Large-Model Support Review Desk
Version {version}
Everything stays on this machine; the program does not use the network.</translation>
    </message>
    <message>
        <source>环节</source>
        <translation>Stage</translation>
    </message>
    <message>
        <source>查询平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>信用中国、贵州信用云</source>
        <translation>Credit China, Guizhou Credit Cloud</translation>
    </message>
    <message>
        <source>查询日期</source>
        <translation>Date checked</translation>
    </message>
    <message>
        <source>有无不良记录</source>
        <translation>Bad record?</translation>
    </message>
    <message>
        <source>无</source>
        <translation>No</translation>
    </message>
    <message>
        <source>有</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>查询结果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>无不良记录</source>
        <translation>No bad record</translation>
    </message>
    <message>
        <source>登记信用查询</source>
        <translation>Record credit check</translation>
    </message>
    <message>
        <source>{case}：同一环节、同一平台再次登记的，以后一次为准。</source>
        <translation>{case}: if the same stage and platform are recorded again, the later entry counts.</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>导入信用查询</source>
        <translation>Import credit checks</translation>
    </message>
    <message>
        <source>表格</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>已登记 {count} 项信用查询，其中有不良记录 {bad} 项。</source>
        <translation>Credit checks recorded: {count}; {bad} with a bad record.</translation>
    </message>
    <message>
        <source>另有 {count} 处。</source>
        <translation>{count} more.</translation>
    </message>
    <message>
        <source>有 {count} 处没有登记</source>
        <translation>Entries not recorded: {count}</translation>
    </message>
    <message>
        <source>已封存 {count} 项</source>
        <translation>{count} sealed</translation>
    </message>
    <message>
        <source>尚未封存 {count} 项</source>
        <translation>{count} not yet sealed</translation>
    </message>
    <message>
        <source>未参加排名 {count} 项</source>
        <translation>{count} not ranked</translation>
    </message>
    <message>
        <source>资金线　年度资金 {pool} 元，按“{rule}”分配，以上 {count} 项</source>
        <translation>Money line: annual pool {pool} yuan, shared by "{rule}"; {count} above</translation>
    </message>
    <message>
        <source>入选线　名额 {places} 个，以上 {count} 项</source>
        <translation>Selection line: {places} places; {count} above</translation>
    </message>
    <message>
        <source>入选线　以上 {count} 项</source>
        <translation>Selection line: {count} above</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>未能完成</source>
        <translation>Not done</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>位置：</source>
        <translation>Place: </translation>
    </message>
    <message>
        <source>类型：</source>
        <translation>Type: </translation>
    </message>
    <message>
        <source>程序出错</source>
        <translation>Program error</translation>
    </message>
    <message>
        <source>报告</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>复制报告</source>
        <translation>Copy report</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>重新打开这一页</source>
        <translation>Reopen this page</translation>
    </message>
    <message>
        <source>程序遇到没有预料到的错误</source>
        <translation>The program met an unexpected error</translation>
    </message>
    <message>
        <source>已保存的记录不受影响。可以重新打开这一页，或继续；下次启动会回到现在的页面和项目。请把报告交给技术支持人员，报告不含申报资料和个人信息。</source>
        <translation>Saved records are not affected. You may reopen this page or continue; the next start returns to this page and project. Please give the report to technical support. It holds no application data and no personal information.</translation>
    </message>
    <message>
        <source>报告已存为 {path}。</source>
        <translation>The report is saved as {path}.</translation>
    </message>
    <message>
        <source>（可不填）</source>
        <translation> (optional)</translation>
    </message>
    <message>
        <source>yyyy年M月d日</source>
        <translation>d MMM yyyy</translation>
    </message>
    <message>
        <source>最高与最低相差 {spread} 分</source>
        <translation>Highest and lowest differ by {spread} points</translation>
    </message>
    <message>
        <source>，提示复核</source>
        <translation>; please look again</translation>
    </message>
    <message>
        <source>项目变动</source>
        <translation>Project changes</translation>
    </message>
    <message>
        <source>新材料</source>
        <translation>New material</translation>
    </message>
    <message>
        <source>不能收取</source>
        <translation>Cannot be taken in</translation>
    </message>
    <message>
        <source>按旧内容答复</source>
        <translation>Answered on old content</translation>
    </message>
    <message>
        <source>答复和评分</source>
        <translation>Answers and marks</translation>
    </message>
    <message>
        <source>发出</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>收取</source>
        <translation>Taken in</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>材料</source>
        <translation>materials</translation>
    </message>
    <message>
        <source>没有变动</source>
        <translation>No change</translation>
    </message>
    <message>
        <source>接收人</source>
        <translation>Recipient</translation>
    </message>
    <message>
        <source>发送人</source>
        <translation>Sender</translation>
    </message>
    <message>
        <source>交换包</source>
        <translation>Package</translation>
    </message>
    <message>
        <source>{title}第 {number} 号</source>
        <translation>{title} no. {number}</translation>
    </message>
    <message>
        <source>往来</source>
        <translation>Direction</translation>
    </message>
    <message>
        <source>办理人</source>
        <translation>Handled by</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>数据文件</source>
        <translation>Data file</translation>
    </message>
    <message>
        <source>回执摘要</source>
        <translation>Receipt digest</translation>
    </message>
    <message>
        <source>核对项 {check} 的答复</source>
        <translation>Answer to check {check}</translation>
    </message>
    <message>
        <source>总分</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>评分项 {item}</source>
        <translation>Item {item}</translation>
    </message>
    <message>
        <source>{item} 的评分</source>
        <translation>Marks for {item}</translation>
    </message>
    <message>
        <source>回避声明</source>
        <translation>Declaration of interest</translation>
    </message>
    <message>
        <source>附上的材料</source>
        <translation>Materials attached</translation>
    </message>
    <message>
        <source>两台机器填的不一致，收取后在“待判定”里判定</source>
        <translation>The two machines differ; after taking it in, settle it under "To settle"</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>核减</source>
        <translation>Deduct</translation>
    </message>
    <message>
        <source>{yuan} 元</source>
        <translation>{yuan} yuan</translation>
    </message>
    <message>
        <source>答复</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>分数</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>声明回避</source>
        <translation>Declare an interest</translation>
    </message>
    <message>
        <source>声明无利害关系</source>
        <translation>No interest declared</translation>
    </message>
    <message>
        <source>声明</source>
        <translation>Declare</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>已封存</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>已评齐</source>
        <translation>Marking complete</translation>
    </message>
    <message>
        <source>未声明</source>
        <translation>Not declared</translation>
    </message>
    <message>
        <source>未评齐</source>
        <translation>Marking incomplete</translation>
    </message>
    <message>
        <source>未评</source>
        <translation>Not marked</translation>
    </message>
    <message>
        <source>{total} 分</source>
        <translation>{total} points</translation>
    </message>
    <message>
        <source>已评 {done}/{all} 项</source>
        <translation>{done}/{all} items marked</translation>
    </message>
    <message>
        <source>本人：{state}，不计分</source>
        <translation>Own: {state}, does not count</translation>
    </message>
    <message>
        <source>本人总分：{total}（评分表导入；逐项评分后以逐项为准）</source>
        <translation>Own total: {total} (from a score table; marks by item take precedence)</translation>
    </message>
    <message>
        <source>本人总分：{total} 分</source>
        <translation>Own total: {total} points</translation>
    </message>
    <message>
        <source>本人总分：未评齐（已评 {done}/{all} 项</source>
        <translation>Own total: incomplete ({done}/{all} items marked</translation>
    </message>
    <message>
        <source>，已评各项共 {sum} 分）</source>
        <translation>, {sum} points so far)</translation>
    </message>
    <message>
        <source>）</source>
        <translation>)</translation>
    </message>
    <message>
        <source>本项目的决定已封存，评分不能再改。</source>
        <translation>The decision on this project is sealed; marks can no longer change.</translation>
    </message>
    <message>
        <source>您的评分已由主任剔除：{reason}</source>
        <translation>The chair has struck out your marks: {reason}</translation>
    </message>
    <message>
        <source>您已回避本项目，不评分；声明有误的，先更改声明。</source>
        <translation>You have recused yourself and do not mark this project. If the declaration is wrong, change it first.</translation>
    </message>
    <message>
        <source>您已弃权：{reason}。要评分的，先撤回。</source>
        <translation>You have abstained: {reason}. Withdraw this first if you wish to mark.</translation>
    </message>
    <message>
        <source>待办</source>
        <translation>To do</translation>
    </message>
    <message>
        <source>由谁</source>
        <translation>By whom</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>近期没有到期的事。</source>
        <translation>Nothing falls due soon.</translation>
    </message>
    <message>
        <source>逾期 {days} 天</source>
        <translation>{days} d overdue</translation>
    </message>
    <message>
        <source>已满</source>
        <translation>Elapsed</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>还有 {days} 天</source>
        <translation>{days} d left</translation>
    </message>
    <message>
        <source>谁</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>做了什么</source>
        <translation>What was done</translation>
    </message>
    <message>
        <source>上次以来</source>
        <translation>Since last time</translation>
    </message>
    <message>
        <source>您上次来过之后，别人没有改动。</source>
        <translation>Nobody has changed anything since you were last here.</translation>
    </message>
    <message>
        <source>{words}（{times} 次）</source>
        <translation>{words} ({times}×)</translation>
    </message>
    <message>
        <source>待核</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>补正</source>
        <translation>Supplement</translation>
    </message>
    <message>
        <source>待定案</source>
        <translation>To decide</translation>
    </message>
    <message>
        <source>不予支持</source>
        <translation>Rejected</translation>
    </message>
    <message>
        <source>未收件</source>
        <translation>No applications</translation>
    </message>
    <message>
        <source>审核中</source>
        <translation>In review</translation>
    </message>
    <message>
        <source>已定案</source>
        <translation>Decided</translation>
    </message>
    <message>
        <source>补正中</source>
        <translation>Supplementing</translation>
    </message>
    <message>
        <source>未知</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>未设定</source>
        <translation>not set</translation>
    </message>
    <message>
        <source>不限</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>预计 {expected} 元，已定 {spent} 元，资金总额 {pool}</source>
        <translation>Expected {expected} yuan, decided {spent} yuan, pool {pool}</translation>
    </message>
    <message>
        <source>；另有 {count} 项金额未定</source>
        <translation>; {count} more with no amount yet</translation>
    </message>
    <message>
        <source>各项措施</source>
        <translation>All measures</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>收件</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>办理进度</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>入选 / 名额</source>
        <translation>Selected / places</translation>
    </message>
    <message>
        <source>资金（元）</source>
        <translation>Money (yuan)</translation>
    </message>
    <message>
        <source>文书、核对、评分、说明、操作记录、原件和附件收入一个文件，附首页和核验方法；导出记入操作记录，不能撤销。</source>
        <translation>Papers, checks, marks, explanations, operations, originals and attachments in one file, with a cover and how to verify it. The export is recorded and cannot be undone.</translation>
    </message>
    <message>
        <source>数字签名的文书</source>
        <translation>Digitally signed papers</translation>
    </message>
    <message>
        <source>没有，或不收入</source>
        <translation>None, or leave them out</translation>
    </message>
    <message>
        <source>下一步选择存放签署件的文件夹</source>
        <translation>Next, choose the folder with the signed papers</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>导出案卷 {scope}</source>
        <translation>Export dossier {scope}</translation>
    </message>
    <message>
        <source>存放签署件的文件夹</source>
        <translation>Folder of the signed papers</translation>
    </message>
    <message>
        <source>导出案卷</source>
        <translation>Export dossier</translation>
    </message>
    <message>
        <source>案卷 (*.zip)</source>
        <translation>Dossier (*.zip)</translation>
    </message>
    <message>
        <source>案卷已写到 {name}：项目 {cases} 个，文件 {files} 个。</source>
        <translation>Dossier written to {name}: {cases} projects, {files} files.</translation>
    </message>
    <message>
        <source>
另有 {count} 条，见案卷首页。</source>
        <translation>
{count} more; see the cover of the dossier.</translation>
    </message>
    <message>
        <source>导入申报工作簿</source>
        <translation>Import workbook</translation>
    </message>
    <message>
        <source>审核剩余项目</source>
        <translation>Review the rest</translation>
    </message>
    <message>
        <source>核对排名，定案</source>
        <translation>Rank and decide</translation>
    </message>
    <message>
        <source>打印、签署文书</source>
        <translation>Print and sign</translation>
    </message>
    <message>
        <source>总额 {pool}</source>
        <translation>Pool {pool}</translation>
    </message>
    <message>
        <source>预计 {expected}</source>
        <translation>Expected {expected}</translation>
    </message>
    <message>
        <source>已定 {spent}</source>
        <translation>Decided {spent}</translation>
    </message>
    <message>
        <source> / 总额 {pool}</source>
        <translation> of {pool}</translation>
    </message>
    <message>
        <source> / 总额未设定</source>
        <translation> / pool not set</translation>
    </message>
    <message>
        <source>更正为“{said}”</source>
        <translation>Corrected to "{said}"</translation>
    </message>
    <message>
        <source>已失效</source>
        <translation>No longer valid</translation>
    </message>
    <message>
        <source>{count} 个项目</source>
        <translation>Projects: {count}</translation>
    </message>
    <message>
        <source>未打印</source>
        <translation>To print</translation>
    </message>
    <message>
        <source>用 {backup} 替换现在的数据文件。现在的文件不会丢，另存在备份文件夹里；备份之后所做的工作不在恢复后的文件里。须由管理员和第二人（主任或监督员）一同办理。</source>
        <translation>Replace the present data file with {backup}. The present file is not lost; it is kept in the backup folder. Work done after the backup will not be in the restored file. The administrator and a second person (chair or observer) must act together.</translation>
    </message>
    <message>
        <source>管理员</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>管理员的口令</source>
        <translation>Administrator's password</translation>
    </message>
    <message>
        <source>拿到文件的人没有口令就读不出内容；口令都忘了时凭恢复单打开</source>
        <translation>Without a password nobody can read what is in the file; if all passwords are forgotten, it opens with the recovery sheet</translation>
    </message>
    <message>
        <source>加密存放</source>
        <translation>Encrypted</translation>
    </message>
    <message>
        <source>取消加密存放</source>
        <translation>Remove encryption</translation>
    </message>
    <message>
        <source>取消加密</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>数据文件和材料改为不加密；此前的备份仍是加密的。须由管理员和第二人一同办理。</source>
        <translation>The data file and materials will no longer be encrypted; earlier backups stay encrypted. The administrator and a second person must act together.</translation>
    </message>
    <message>
        <source>改为加密存放</source>
        <translation>Encrypt</translation>
    </message>
    <message>
        <source>加密</source>
        <translation>Encrypt</translation>
    </message>
    <message>
        <source>数据文件、材料和备份文件夹里的备份都加密；各人的口令不变。已复制到别处的明文副本须另行清除。须由管理员和第二人一同办理，办完请制作恢复单。</source>
        <translation>The data file, materials and the backups in the backup folder are encrypted; passwords stay the same. Plain copies kept elsewhere must be removed separately. The administrator and a second person must act together; make a recovery sheet afterwards.</translation>
    </message>
    <message>
        <source>{name}的口令</source>
        <translation>Password of {name}</translation>
    </message>
    <message>
        <source>恢复单分甲、乙两联，封好交两人分别保管；两联合在一起才能在口令都忘了时打开数据文件。此前的一张即行作废。</source>
        <translation>The recovery sheet has two parts, 甲 and 乙, sealed and kept by two people; only both together open the data file when all passwords are forgotten. The earlier sheet is void.</translation>
    </message>
    <message>
        <source>制作恢复单</source>
        <translation>Make recovery sheet</translation>
    </message>
    <message>
        <source>制作</source>
        <translation>Make</translation>
    </message>
    <message>
        <source>口令都忘了时，由两人各自输入所保管的一联，为管理员另设口令。经过记入操作记录。</source>
        <translation>For when all passwords are forgotten: two people each enter the part they keep and set a new password for the administrator. This is recorded.</translation>
    </message>
    <message>
        <source>甲联的恢复码</source>
        <translation>Code of part 甲</translation>
    </message>
    <message>
        <source>甲联保管人</source>
        <translation>Keeper of part 甲</translation>
    </message>
    <message>
        <source>乙联的恢复码</source>
        <translation>Code of part 乙</translation>
    </message>
    <message>
        <source>乙联保管人</source>
        <translation>Keeper of part 乙</translation>
    </message>
    <message>
        <source>凭恢复单打开</source>
        <translation>Open with recovery sheet</translation>
    </message>
    <message>
        <source>另设口令</source>
        <translation>Set new password</translation>
    </message>
    <message>
        <source>恢复单存到哪里</source>
        <translation>Where to save the recovery sheet</translation>
    </message>
    <message>
        <source>恢复单 (*.pdf)</source>
        <translation>Recovery sheet (*.pdf)</translation>
    </message>
    <message>
        <source>恢复单.pdf</source>
        <translation>recovery-sheet.pdf</translation>
    </message>
    <message>
        <source>恢复单没有保存。口令都忘了，数据就再也读不出来；请尽快在“人员与设置”里制作。</source>
        <translation>The recovery sheet was not saved. If all passwords are forgotten the data can never be read again; please make one soon under "Settings".</translation>
    </message>
    <message>
        <source>恢复单已存为 {name}。请打印后裁开，封好交两人分别保管，并删除这个文件。</source>
        <translation>Recovery sheet saved as {name}. Print it, cut it apart, seal the parts and give them to two people, and delete this file.</translation>
    </message>
    <message>
        <source>第二人</source>
        <translation>Second person</translation>
    </message>
    <message>
        <source>第二人的口令</source>
        <translation>Second person's password</translation>
    </message>
    <message>
        <source>从备份恢复</source>
        <translation>Restore from backup</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>{name}（{role}）</source>
        <translation>{name} ({role})</translation>
    </message>
    <message>
        <source>重核</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>未答</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>意见不一</source>
        <translation>Answers differ</translation>
    </message>
    <message>
        <source>{check} {ask},{answer}。{found}</source>
        <translation>{check} {ask}, {answer}. {found}</translation>
    </message>
    <message>
        <source>{clause} · 答“否”{consequence}</source>
        <translation>{clause} · if "no": {consequence}</translation>
    </message>
    <message>
        <source>会议名称</source>
        <translation>Name of meeting</translation>
    </message>
    <message>
        <source>会议日期</source>
        <translation>Date of meeting</translation>
    </message>
    <message>
        <source>纪要文号</source>
        <translation>Minutes ref. no.</translation>
    </message>
    <message>
        <source>全部措施</source>
        <translation>All measures</translation>
    </message>
    <message>
        <source>空白申报表</source>
        <translation>Blank application form</translation>
    </message>
    <message>
        <source>发给申报单位填写：下拉列表、填写说明都在表里，表头不能改动。</source>
        <translation>For applicants to fill in. Drop-down lists and instructions are in the form; headings must not be changed.</translation>
    </message>
    <message>
        <source>工作簿 (*.xlsx)</source>
        <translation>Workbook (*.xlsx)</translation>
    </message>
    <message>
        <source>申报表.xlsx</source>
        <translation>application-form.xlsx</translation>
    </message>
    <message>
        <source>空白申报表已写到 {name}。</source>
        <translation>Blank application form written to {name}.</translation>
    </message>
    <message>
        <source>{year} 年的项目、结果和全部申报数据，每项措施一张表。联系人、电话和账号只显示一部分；要完整的，请写明理由。</source>
        <translation>Projects, results and all application data of {year}, one sheet for each measure. Contacts, phone numbers and accounts are shown in part only; for all of them, give a reason.</translation>
    </message>
    <message>
        <source>显示完整个人信息的理由</source>
        <translation>Reason for showing personal data in full</translation>
    </message>
    <message>
        <source>记入操作记录</source>
        <translation>This is recorded</translation>
    </message>
    <message>
        <source>导出项目表</source>
        <translation>Export project table</translation>
    </message>
    <message>
        <source>{year}年项目表.xlsx</source>
        <translation>projects-{year}.xlsx</translation>
    </message>
    <message>
        <source>表格 (*.xlsx *.csv)</source>
        <translation>Table (*.xlsx *.csv)</translation>
    </message>
    <message>
        <source>已导出 {count} 个项目。</source>
        <translation>Projects exported: {count}.</translation>
    </message>
    <message>
        <source>按审核员答“否”而须补正的核对项，每个申报单位一份，列明事项、材料、依据和期限。</source>
        <translation>For checks a reviewer answered "no" that call for a supplement: one list for each applicant, with the matter, materials, basis and deadline.</translation>
    </message>
    <message>
        <source>补正清单</source>
        <translation>Supplement lists</translation>
    </message>
    <message>
        <source>补正清单写到哪个文件夹</source>
        <translation>Folder for the supplement lists</translation>
    </message>
    <message>
        <source>{stem}-问题.xlsx</source>
        <translation>{stem}-problems.xlsx</translation>
    </message>
    <message>
        <source>标注问题的原表</source>
        <translation>Original with problems marked</translation>
    </message>
    <message>
        <source>{name} 已写好：问题逐格标注，第一张表是问题清单。</source>
        <translation>{name} is written: problems are marked cell by cell, and the first sheet lists them.</translation>
    </message>
    <message>
        <source>已写出 {count} 份补正清单，共 {items} 项。</source>
        <translation>Supplement lists written: {count}, with items: {items}.</translation>
    </message>
    <message>
        <source>专家姓名</source>
        <translation>Expert's name</translation>
    </message>
    <message>
        <source>不填，由专家在表上写</source>
        <translation>Leave empty for the expert to fill in</translation>
    </message>
    <message>
        <source>{measure} {year} 年待评的项目，供没有本程序的专家填写；除浅黄色的格子外都锁定。</source>
        <translation>Projects to be marked under {measure} in {year}, for experts without this program. All cells but the pale yellow ones are locked.</translation>
    </message>
    <message>
        <source>制作评分表</source>
        <translation>Make score table</translation>
    </message>
    <message>
        <source>评分表-{expert}.xlsx</source>
        <translation>score-table-{expert}.xlsx</translation>
    </message>
    <message>
        <source>专家</source>
        <translation>Expert</translation>
    </message>
    <message>
        <source>评分表已写到 {name}，共 {count} 个项目。</source>
        <translation>Score table written to {name}, projects: {count}.</translation>
    </message>
    <message>
        <source>是</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>否</source>
        <translation>No</translation>
    </message>
    <message>
        <source>须补正</source>
        <translation>needs a supplement</translation>
    </message>
    <message>
        <source>提请会议注意</source>
        <translation>noted for the meeting</translation>
    </message>
    <message>
        <source>须改派</source>
        <translation>to be reassigned</translation>
    </message>
    <message>
        <source>未定</source>
        <translation>not settled</translation>
    </message>
    <message>
        <source>余额不够的项目跳过，余额留给后面够用的项目</source>
        <translation>Skip projects the balance cannot cover; keep the balance for later ones it can</translation>
    </message>
    <message>
        <source>从第一个余额不够的项目起，都不支持</source>
        <translation>Support none from the first project the balance cannot cover</translation>
    </message>
    <message>
        <source>第一个余额不够的项目按余额核定，其后不支持</source>
        <translation>Give the first project the balance cannot cover what is left; support none after it</translation>
    </message>
    <message>
        <source>各项目按同一比例折减</source>
        <translation>Reduce all projects by the same proportion</translation>
    </message>
    <message>
        <source>{file} {sheet} 第 {row} 行</source>
        <translation>{file} {sheet}, row {row}</translation>
    </message>
    <message>
        <source>措施{number}</source>
        <translation>Measure {number}</translation>
    </message>
    <message>
        <source>存为文本</source>
        <translation>Save as text</translation>
    </message>
    <message>
        <source>改</source>
        <translation>C</translation>
    </message>
    <message>
        <source>对照申报指南</source>
        <translation>Compare a guide</translation>
    </message>
    <message>
        <source>申报指南 (*.toml)</source>
        <translation>Guide (*.toml)</translation>
    </message>
    <message>
        <source>正在对照和试算……</source>
        <translation>Comparing and trying it...</translation>
    </message>
    <message>
        <source>收取申报指南</source>
        <translation>Take in a guide</translation>
    </message>
    <message>
        <source>交换包 (*.gygap)</source>
        <translation>Package (*.gygap)</translation>
    </message>
    <message>
        <source>核对签发人</source>
        <translation>Check who issued it</translation>
    </message>
    <message>
        <source>签发人告知的密钥指纹</source>
        <translation>Fingerprint told by the issuer</translation>
    </message>
    <message>
        <source>{title}由{by}签发，已存到：
{path}

现在的数据文件仍按原指南办理；新建 {year} 年度的数据文件时选用它。</source>
        <translation>{title}, issued by {by}, has been kept at:
{path}

The record at hand keeps its own guide; choose this one when a record for {year} is made.</translation>
    </message>
    <message>
        <source>已收取申报指南</source>
        <translation>Guide taken in</translation>
    </message>
    <message>
        <source>签发申报指南</source>
        <translation>Issue a guide</translation>
    </message>
    <message>
        <source>由您的账户密钥签名；谁都能读，改动一个字都会被查出。</source>
        <translation>Signed with your account's key: anybody can read it, and a single changed character shows.</translation>
    </message>
    <message>
        <source>本人口令</source>
        <translation>Your password</translation>
    </message>
    <message>
        <source>签发</source>
        <translation>Issue</translation>
    </message>
    <message>
        <source>已写到 {name}。您的密钥指纹是 {fingerprint}，收取人不认识您的，请另行告知。</source>
        <translation>Written to {name}. The fingerprint of your key is {fingerprint}; tell it another way to whoever does not know you.</translation>
    </message>
    <message>
        <source>已签发申报指南</source>
        <translation>Guide issued</translation>
    </message>
    <message>
        <source>{person} 将在 {name} 上签名。签名加在文件末尾，已有的签名仍然有效。</source>
        <translation>{person} is about to sign {name}. The signature is added at the end of the file; those already there stay valid.</translation>
    </message>
    <message>
        <source>密钥文件（.p12、.pfx）</source>
        <translation>Key file (.p12, .pfx)</translation>
    </message>
    <message>
        <source>硬件介质（USB Key、智能卡）</source>
        <translation>Token (USB key, smart card)</translation>
    </message>
    <message>
        <source>签名用</source>
        <translation>Sign with</translation>
    </message>
    <message>
        <source>密钥口令或介质 PIN</source>
        <translation>Key password or token PIN</translation>
    </message>
    <message>
        <source>介质标签</source>
        <translation>Token label</translation>
    </message>
    <message>
        <source>插了不止一个硬件介质时填写</source>
        <translation>Only where more than one token is plugged in</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>选择密钥…</source>
        <translation>Choose key...</translation>
    </message>
    <message>
        <source>选择本人的签名密钥</source>
        <translation>Choose your own signing key</translation>
    </message>
    <message>
        <source>签名密钥 (*.p12 *.pfx)</source>
        <translation>Signing keys (*.p12 *.pfx)</translation>
    </message>
    <message>
        <source>选择硬件介质的驱动库</source>
        <translation>Choose the token's driver library</translation>
    </message>
    <message>
        <source>PKCS#11 驱动库 (*.so *.dll *.dylib)</source>
        <translation>PKCS#11 libraries (*.so *.dll *.dylib)</translation>
    </message>
</context>
<context>
    <name>AllCases</name>
    <message>
        <source>全部项目</source>
        <translation>All cases</translation>
    </message>
    <message>
        <source>单位、项目或信用代码中的一个字或几个字</source>
        <translation>Part of an applicant, project or credit code</translation>
    </message>
    <message>
        <source>查找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>Projects: {count}</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>属地</source>
        <translation>District</translation>
    </message>
</context>
<context>
    <name>AttachmentPanel</name>
    <message>
        <source>材料</source>
        <translation>materials</translation>
    </message>
    <message>
        <source>页数</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>注意</source>
        <translation>Caution</translation>
    </message>
    <message>
        <source>有隐患</source>
        <translation>Risk found</translation>
    </message>
    <message>
        <source>附上的材料</source>
        <translation>Materials attached</translation>
    </message>
    <message>
        <source>还没有材料。把 PDF 或图片拖到这里，或按“附上…”。</source>
        <translation>No materials yet. Drag PDFs or pictures here, or use "Attach...".</translation>
    </message>
    <message>
        <source>附上…</source>
        <translation>Attach...</translation>
    </message>
    <message>
        <source>撤下…</source>
        <translation>Detach...</translation>
    </message>
    <message>
        <source>另存…</source>
        <translation>Save...</translation>
    </message>
    <message>
        <source>“{name}”{acts}；本程序只显示页面，不执行其中的内容。</source>
        <translation>"{name}" {acts}; this program only shows the pages and runs nothing in it.</translation>
    </message>
    <message>
        <source>附上材料</source>
        <translation>Attach material</translation>
    </message>
    <message>
        <source>PDF 和图片 (*.pdf *.png *.jpg *.jpeg)</source>
        <translation>PDFs and pictures (*.pdf *.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>“{name}”不再算作本项目的材料；文件和记录仍在，可以撤销。</source>
        <translation>"{name}" will no longer count as material of this project. The file and the record remain, and this can be undone.</translation>
    </message>
    <message>
        <source>撤下材料</source>
        <translation>Detach material</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>撤下</source>
        <translation>Detach</translation>
    </message>
    <message>
        <source>另存材料</source>
        <translation>Save material as</translation>
    </message>
    <message>
        <source>“{name}”{acts}，用其他程序打开时可能执行。请先查毒，并确认来源可靠。</source>
        <translation>"{name}" {acts}, which another program may run on opening. Check it for viruses and be sure of its source first.</translation>
    </message>
    <message>
        <source>仍要另存</source>
        <translation>Save anyway</translation>
    </message>
    <message>
        <source>已另存到 {name}。</source>
        <translation>Saved to {name}.</translation>
    </message>
    <message>
        <source>此文件{acts}。这里只显示页面，不执行其中的内容。</source>
        <translation>This file {acts}. Only its pages are shown here; nothing in it is run.</translation>
    </message>
    <message>
        <source>正在显示“{name}”…</source>
        <translation>Showing "{name}"...</translation>
    </message>
    <message>
        <source>{page} / {pages}</source>
        <translation>{page} / {pages}</translation>
    </message>
    <message>
        <source>{name}
{by} {at} 附上，{size} KB
{digest}</source>
        <translation>{name}
Attached by {by} {at}, {size} KB
{digest}</translation>
    </message>
    <message>
        <source>上一页</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>PDF 或图片，按摘要保存在数据文件旁边；原件不动</source>
        <translation>PDF or picture; kept by digest beside the data file, the original is untouched</translation>
    </message>
    <message>
        <source>材料页面</source>
        <translation>Page of the material</translation>
    </message>
</context>
<context>
    <name>BlockersCard</name>
    <message>
        <source>去办理</source>
        <translation>Go there</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>整个措施</source>
        <translation>Whole measure</translation>
    </message>
    <message>
        <source>须办结的事</source>
        <translation>To be settled</translation>
    </message>
    <message>
        <source>由谁办理</source>
        <translation>By whom</translation>
    </message>
    <message>
        <source>封存前须办结的事</source>
        <translation>To be settled before sealing</translation>
    </message>
    <message>
        <source>没有未办结的事，可以封存。</source>
        <translation>Nothing is outstanding; it can be sealed.</translation>
    </message>
    <message>
        <source>封存前须办结</source>
        <translation>Before sealing</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>Items: {count}</translation>
    </message>
    <message>
        <source>已齐备</source>
        <translation>All complete</translation>
    </message>
    <message>
        <source>没有待封存的</source>
        <translation>Nothing to seal</translation>
    </message>
</context>
<context>
    <name>CaseActs</name>
    <message>
        <source>个案办理</source>
        <translation>Single projects</translation>
    </message>
    <message>
        <source>登记一事一议…</source>
        <translation>Record special decision...</translation>
    </message>
    <message>
        <source>撤下一事一议…</source>
        <translation>Remove special decision...</translation>
    </message>
    <message>
        <source>入选项目退出、递补…</source>
        <translation>Withdraw a selected project...</translation>
    </message>
    <message>
        <source>由主任和第二人办理。</source>
        <translation>Done by the chair and a second person.</translation>
    </message>
    <message>
        <source>{case} {name} 由会议单独议定：不占名次和名额，先行占用年度资金，核对项照常答复，随决定一并封存。</source>
        <translation>{case} {name} is decided separately by a meeting: it takes no rank or place, is first to draw on the annual pool, its checks are answered as usual, and it is sealed with the decision.</translation>
    </message>
    <message>
        <source>议定金额（元）</source>
        <translation>Amount decided (yuan)</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>登记一事一议</source>
        <translation>Record special decision</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>{case} 回到一般程序，参加排名和名额。原登记留在操作记录里。</source>
        <translation>{case} returns to the ordinary procedure and takes part in ranking and places. The earlier entry stays in the record.</translation>
    </message>
    <message>
        <source>撤下一事一议</source>
        <translation>Remove special decision</translation>
    </message>
    <message>
        <source>撤下</source>
        <translation>Detach</translation>
    </message>
    <message>
        <source>按备选次序递补</source>
        <translation>Fill from the reserve list in order</translation>
    </message>
    <message>
        <source>暂不递补，名额空出</source>
        <translation>Do not fill; leave the place empty</translation>
    </message>
    <message>
        <source>指定 {case} {name}（{points} 分）</source>
        <translation>Name {case} {name} ({points} points)</translation>
    </message>
    <message>
        <source>{case} {name} 退出：原决定不变，名额退回，该项目的文书作废；递补的项目另立一份决定。</source>
        <translation>{case} {name} withdraws: the original decision stands, the place is given back, and the papers of this project are voided. A replacement is decided separately.</translation>
    </message>
    <message>
        <source>退出的理由</source>
        <translation>Reason for withdrawal</translation>
    </message>
    <message>
        <source>名额</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>并列或不按次序的理由</source>
        <translation>Reason for the tie or for leaving the order</translation>
    </message>
    <message>
        <source>逾期兑现的理由</source>
        <translation>Reason for late payment</translation>
    </message>
    <message>
        <source>会议在政策有效期之后的须填</source>
        <translation>Required when the meeting is after the policy has expired</translation>
    </message>
    <message>
        <source>入选项目退出</source>
        <translation>Withdraw selected project</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Withdraw</translation>
    </message>
</context>
<context>
    <name>CaseHead</name>
    <message>
        <source>无利害关系(&amp;W)</source>
        <translation>No interest (&amp;W)</translation>
    </message>
    <message>
        <source>声明回避(&amp;H)…</source>
        <translation>Recuse (&amp;H)...</translation>
    </message>
    <message>
        <source>请先声明：您与申报单位有无利害关系？</source>
        <translation>First declare: do you have an interest in this applicant?</translation>
    </message>
    <message>
        <source>更改声明…</source>
        <translation>Change declaration...</translation>
    </message>
    <message>
        <source>本人已声明无利害关系</source>
        <translation>You have declared no interest</translation>
    </message>
    <message>
        <source>本人已声明回避：{reason}</source>
        <translation>You have recused yourself: {reason}</translation>
    </message>
</context>
<context>
    <name>CaseMarks</name>
    <message>
        <source>剔除此份评分…</source>
        <translation>Strike out...</translation>
    </message>
    <message>
        <source>恢复此份评分…</source>
        <translation>Restore...</translation>
    </message>
    <message>
        <source>专家</source>
        <translation>Expert</translation>
    </message>
    <message>
        <source>总分</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>处理</source>
        <translation>Treatment</translation>
    </message>
    <message>
        <source>各项评分</source>
        <translation>Marks by item</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>各位专家的评分</source>
        <translation>Marks by expert</translation>
    </message>
    <message>
        <source>这个项目还没有评分。</source>
        <translation>This project has no marks yet.</translation>
    </message>
    <message>
        <source>剔除和恢复评分由主任办理。</source>
        <translation>For the chair only.</translation>
    </message>
    <message>
        <source>本项目的决定已封存，评分不能再改。</source>
        <translation>The decision on this project is sealed; marks can no longer change.</translation>
    </message>
    <message>
        <source>{expert} 对 {case} 的评分 {total} 将不再计入得分，原始评分和剔除理由都留在记录里。</source>
        <translation>The marks of {expert} for {case}, {total}, will no longer count. The marks and the reason stay in the record.</translation>
    </message>
    <message>
        <source>剔除专家评分</source>
        <translation>Strike out an expert's marks</translation>
    </message>
    <message>
        <source>剔除理由</source>
        <translation>Reason for striking out</translation>
    </message>
    <message>
        <source>剔除</source>
        <translation>Strike out</translation>
    </message>
    <message>
        <source>{expert} 对 {case} 的评分 {total} 将重新计入。</source>
        <translation>The marks of {expert} for {case}, {total}, will count again.</translation>
    </message>
    <message>
        <source>恢复专家评分</source>
        <translation>Restore an expert's marks</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>未评齐</source>
        <translation>Marking incomplete</translation>
    </message>
    <message>
        <source>最高或最低的一份，不计入平均</source>
        <translation>Highest or lowest; not part of the mean</translation>
    </message>
    <message>
        <source>专家回避，不计入有效评分</source>
        <translation>Expert recused; not a valid mark</translation>
    </message>
    <message>
        <source>没有评分，不按零分计</source>
        <translation>No mark; not taken as zero</translation>
    </message>
    <message>
        <source>主任剔除</source>
        <translation>Struck out by the chair</translation>
    </message>
</context>
<context>
    <name>CheckDetail</name>
    <message>
        <source>核减</source>
        <translation>Deduct</translation>
    </message>
    <message>
        <source>元</source>
        <translation>yuan</translation>
    </message>
    <message>
        <source>说明是上次没有来得及保存的，按回车保存</source>
        <translation>The note was not saved last time; press Enter to save</translation>
    </message>
    <message>
        <source>意见不一，按“{answer}”计</source>
        <translation>Answers differ; "{answer}" counts</translation>
    </message>
    <message>
        <source>答“不适用”须写明理由，写好按回车保存</source>
        <translation>"N/A" needs a reason; press Enter to save</translation>
    </message>
    <message>
        <source>与自动核对不一致，请写明理由，写好按回车保存</source>
        <translation>Differs from the automatic check; give the reason and press Enter to save</translation>
    </message>
    <message>
        <source>本项以上方的回避声明为准</source>
        <translation>Settled by the declaration of interest above</translation>
    </message>
    <message>
        <source>说明（离开此栏即保存）</source>
        <translation>Note (saved when you leave the field)</translation>
    </message>
    <message>
        <source>已保存 {time:%H:%M:%S}</source>
        <translation>Saved {time:%H:%M:%S}</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>核减金额（元）</source>
        <translation>Deduction (yuan)</translation>
    </message>
    <message>
        <source>条款原文</source>
        <translation>Text of the clause</translation>
    </message>
    <message>
        <source>佐证：{evidence} · 答“否”{consequence} · 依据：{at}</source>
        <translation>Evidence: {evidence} · if "no": {consequence} · basis: {at}</translation>
    </message>
    <message>
        <source>本项没有自动核对，由审核人判断。</source>
        <translation>No automatic check here; the reviewer judges.</translation>
    </message>
    <message>
        <source>符合</source>
        <translation>Agrees</translation>
    </message>
    <message>
        <source>不符</source>
        <translation>Differs</translation>
    </message>
    <message>
        <source>不明</source>
        <translation>Unclear</translation>
    </message>
    <message>
        <source>人工</source>
        <translation>By hand</translation>
    </message>
    <message>
        <source>（已回避，不计）</source>
        <translation> (recused, does not count)</translation>
    </message>
    <message>
        <source>申报数据在答复之后有改动，须重新核对。</source>
        <translation>The application data changed after the answer; please check again.</translation>
    </message>
    <message>
        <source>还没有人答复。</source>
        <translation>Nobody has answered yet.</translation>
    </message>
    <message>
        <source>{name}（本人）</source>
        <translation>{name} (you)</translation>
    </message>
    <message>
        <source>{person} {at} 答“{answer}”</source>
        <translation>{person} {at}: "{answer}"</translation>
    </message>
    <message>
        <source>，核减 {yuan} 元</source>
        <translation>, deduct {yuan} yuan</translation>
    </message>
    <message>
        <source>：{note}</source>
        <translation>: {note}</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>核对项</source>
        <translation>Check</translation>
    </message>
</context>
<context>
    <name>CopiesPanel</name>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>缘由</source>
        <translation>Occasion</translation>
    </message>
    <message>
        <source>大小</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>backup</translation>
    </message>
    <message>
        <source>还没有备份。</source>
        <translation>No backups yet.</translation>
    </message>
    <message>
        <source>现在备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>从备份恢复…</source>
        <translation>Restore from backup...</translation>
    </message>
    <message>
        <source>标识:步数:摘要</source>
        <translation>mark:steps:digest</translation>
    </message>
    <message>
        <source>文书上印的锚点</source>
        <translation>Anchor printed on papers</translation>
    </message>
    <message>
        <source>核验</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>核验发现</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>还没有核验。</source>
        <translation>Not verified yet.</translation>
    </message>
    <message>
        <source>每天，以及导入、收取、封存和重新开启之前自动备份。保留最近二十份，和每天、每月的最后一份。</source>
        <translation>Backed up daily and before each import, taking in, sealing and reopening. The last twenty are kept, and the last of each day and month.</translation>
    </message>
    <message>
        <source>数据文件、材料和备份是加密存放的。</source>
        <translation>Data file, materials and backups are encrypted.</translation>
    </message>
    <message>
        <source>数据文件没有加密存放。</source>
        <translation>The data file is not encrypted.</translation>
    </message>
    <message>
        <source>取消加密存放…</source>
        <translation>Remove encryption...</translation>
    </message>
    <message>
        <source>改为加密存放…</source>
        <translation>Encrypt...</translation>
    </message>
    <message>
        <source>制作恢复单…</source>
        <translation>Make recovery sheet...</translation>
    </message>
    <message>
        <source>此刻的锚点：{text}</source>
        <translation>Anchor now: {text}</translation>
    </message>
    <message>
        <source>从备份恢复</source>
        <translation>Restore from backup</translation>
    </message>
    <message>
        <source>数据文件 (*.gyga)</source>
        <translation>Data file (*.gyga)</translation>
    </message>
    <message>
        <source>锚点-{store}.txt</source>
        <translation>anchor-{store}.txt</translation>
    </message>
    <message>
        <source>写出锚点</source>
        <translation>Write anchor</translation>
    </message>
    <message>
        <source>锚点 (*.txt)</source>
        <translation>Anchor (*.txt)</translation>
    </message>
    <message>
        <source>锚点已写到 {path}，请与数据文件分开保管。</source>
        <translation>Anchor written to {path}. Keep it apart from the data file.</translation>
    </message>
    <message>
        <source>选择锚点文件</source>
        <translation>Choose anchor file</translation>
    </message>
    <message>
        <source>没有发现不一致。</source>
        <translation>No discrepancy found.</translation>
    </message>
    <message>
        <source>核验通过：记录与锚点、签记和各表内容一致。</source>
        <translation>Verified: the record agrees with its anchor, signatures and tables.</translation>
    </message>
    <message>
        <source>核验发现 {count} 处不一致，见右下。请先备份，再查明原因。</source>
        <translation>Discrepancies found: {count}, see lower right. Back up first, then find the cause.</translation>
    </message>
    <message>
        <source>已备份为 {name}。</source>
        <translation>Backed up as {name}.</translation>
    </message>
    <message>
        <source>锚点与核验</source>
        <translation>Anchor and verification</translation>
    </message>
    <message>
        <source>锚点记下数据文件此刻走到哪一步。把它存到主任的优盘或另一台机器上，日后凭它核验数据文件有没有被换成旧的副本。</source>
        <translation>An anchor notes how far the data file has come. Keep it on the chair's USB stick or another machine; it later shows whether the data file was replaced by an older copy.</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>写出锚点…</source>
        <translation>Write anchor...</translation>
    </message>
    <message>
        <source>凭锚点核验；不填则凭本机记下的锚点和各人的签记核验。</source>
        <translation>Verify against an anchor; if empty, against the anchor noted on this machine and each person's signature.</translation>
    </message>
    <message>
        <source>锚点文件…</source>
        <translation>Anchor file...</translation>
    </message>
</context>
<context>
    <name>Cover</name>
    <message>
        <source>已锁定</source>
        <translation>Locked</translation>
    </message>
</context>
<context>
    <name>CreditTable</name>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>已登记</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>须注意</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>信用查询</source>
        <translation>Credit checks</translation>
    </message>
    <message>
        <source>本措施本年度还没有项目。</source>
        <translation>This measure has no projects this year.</translation>
    </message>
    <message>
        <source>不良</source>
        <translation>Bad</translation>
    </message>
    <message>
        <source>过期</source>
        <translation>Out of date</translation>
    </message>
    <message>
        <source>尚缺</source>
        <translation>Missing</translation>
    </message>
    <message>
        <source>齐全</source>
        <translation>Complete</translation>
    </message>
</context>
<context>
    <name>DecisionPage</name>
    <message>
        <source>拟定名单…</source>
        <translation>Propose list...</translation>
    </message>
    <message>
        <source>封存决定…</source>
        <translation>Seal decision...</translation>
    </message>
    <message>
        <source>重新开启…</source>
        <translation>Reopen...</translation>
    </message>
    <message>
        <source>遴选定案</source>
        <translation>Selection</translation>
    </message>
    <message>
        <source>恢复按名次</source>
        <translation>Back to rank order</translation>
    </message>
    <message>
        <source>有 {count} 项与名次不一致（{cases}），拟定时须逐项写明理由。</source>
        <translation>{count} differ from rank order ({cases}); give a reason for each when proposing.</translation>
    </message>
    <message>
        <source>已封存 {id}：{meeting}（{date}，{number}） · {by}、{second} · {digest}</source>
        <translation>Sealed {id}: {meeting} ({date}, {number}) · {by}, {second} · {digest}</translation>
    </message>
    <message>
        <source>主任 {by}，第二人 {second}，{at}
决定摘要 {digest}</source>
        <translation>Chair {by}, second person {second}, {at}
Decision digest {digest}</translation>
    </message>
    <message>
        <source>{by} 于 {at} 拟定名单 {count} 项，待主任与第二人封存。</source>
        <translation>{by} proposed a list of {count} at {at}; it awaits sealing by the chair and a second person.</translation>
    </message>
    <message>
        <source>{case}（{reason}）</source>
        <translation>{case} ({reason})</translation>
    </message>
    <message>
        <source>第 {place} 名 {case}（{reason}）</source>
        <translation>Rank {place}: {case} ({reason})</translation>
    </message>
    <message>
        <source> · 与名次不一致：{reasons}</source>
        <translation> · Out of rank order: {reasons}</translation>
    </message>
    <message>
        <source> · 同分并列排定：{reasons}</source>
        <translation> · Ties ordered: {reasons}</translation>
    </message>
    <message>
        <source>按专家评分排名</source>
        <translation>Ranked by experts' marks</translation>
    </message>
    <message>
        <source>按核定基数由大到小排名</source>
        <translation>Ranked by approved base, largest first</translation>
    </message>
    <message>
        <source>按综合得分排名</source>
        <translation>Ranked by overall score</translation>
    </message>
    <message>
        <source>按申报先后</source>
        <translation>In order of application</translation>
    </message>
    <message>
        <source>符合条件的逐项核定，不排名</source>
        <translation>Each eligible project is approved; no ranking</translation>
    </message>
    <message>
        <source>{order}（{clause}）</source>
        <translation>{order} ({clause})</translation>
    </message>
    <message>
        <source>；名额 {places} 个（{clause}）</source>
        <translation>; {places} places ({clause})</translation>
    </message>
    <message>
        <source>；年度资金 {pool} 元（{clause}）</source>
        <translation>; annual pool {pool} yuan ({clause})</translation>
    </message>
    <message>
        <source>。金额单位：元。</source>
        <translation>. Amounts in yuan.</translation>
    </message>
    <message>
        <source>封存由主任和第二人办理。</source>
        <translation>Sealing is done by the chair and a second person.</translation>
    </message>
    <message>
        <source>还有 {count} 件事须先办结，见下方清单。</source>
        <translation>To be settled first: {count}; see the list below.</translation>
    </message>
    <message>
        <source>拟定名单 · {measure} {year} 年</source>
        <translation>Propose list · {measure}, {year}</translation>
    </message>
    <message>
        <source>以下各项与名次不一致，请逐项写明理由；理由随决定封存并印在审批表上。</source>
        <translation>These differ from rank order. Give a reason for each; it is sealed with the decision and printed on the approval sheet.</translation>
    </message>
    <message>
        <source>拟定</source>
        <translation>Propose</translation>
    </message>
    <message>
        <source>按名次和规则拟定 {count} 项，金额合计 {yuan} 元。</source>
        <translation>Propose {count} by rank and rules, {yuan} yuan in all.</translation>
    </message>
    <message>
        <source>第 {rank} 名</source>
        <translation>Rank {rank}</translation>
    </message>
    <message>
        <source>以下项目同分并列，跨越名额、奖励档次或资金线，请排定先后并写明理由；理由随决定封存。</source>
        <translation>These are tied across the places, an award tier or the money line. Put them in order and give the reason; it is sealed with the decision.</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>排定</source>
        <translation>Set order</translation>
    </message>
    <message>
        <source>选入</source>
        <translation>Include</translation>
    </message>
    <message>
        <source>不选入</source>
        <translation>Leave out</translation>
    </message>
    <message>
        <source>{act} {case}（第 {rank} 名）</source>
        <translation>{act} {case} (rank {rank})</translation>
    </message>
    <message>
        <source>封存 {measure} {year} 年的决定：支持 {count} 项，核定合计 {yuan} 元。封存后核对、评分和金额都不能再改，也不能撤销；确需改动，由主任和第二人重新开启。</source>
        <translation>Seal the decision on {measure}, {year}: {count} supported, {yuan} yuan in all. After sealing, checks, marks and amounts cannot change, and sealing cannot be undone. If a change is needed, the chair and a second person reopen it.</translation>
    </message>
    <message>
        <source>逾期兑现的理由</source>
        <translation>Reason for late payment</translation>
    </message>
    <message>
        <source>会议在政策有效期（至 {until}）之后的须填</source>
        <translation>Required when the meeting is after the policy has expired (on {until})</translation>
    </message>
    <message>
        <source>封存决定</source>
        <translation>Seal decision</translation>
    </message>
    <message>
        <source>封存</source>
        <translation>Seal</translation>
    </message>
    <message>
        <source>重新开启 {id}：决定不再有效，已打印的文书全部作废，名额和资金退回；原决定和理由留在记录里。</source>
        <translation>Reopen {id}: the decision no longer holds, all printed papers are voided, places and money are given back. The decision and the reason stay in the record.</translation>
    </message>
    <message>
        <source>重新开启</source>
        <translation>Reopen</translation>
    </message>
    <message>
        <source>导入信用查询…</source>
        <translation>Import credit checks...</translation>
    </message>
    <message>
        <source>遴选的各项内容</source>
        <translation>Parts of the selection</translation>
    </message>
    <message>
        <source>名单与金额</source>
        <translation>List and amounts</translation>
    </message>
    <message>
        <source>四种分配规则对照</source>
        <translation>Four sharing rules</translation>
    </message>
    <message>
        <source>名单稳不稳</source>
        <translation>How firm is it?</translation>
    </message>
    <message>
        <source>各级财政承担</source>
        <translation>Who bears the cost</translation>
    </message>
    <message>
        <source>信用查询</source>
        <translation>Credit checks</translation>
    </message>
    <message>
        <source>纪要草稿</source>
        <translation>Draft minutes</translation>
    </message>
</context>
<context>
    <name>DerivationPanel</name>
    <message>
        <source>测算与理由</source>
        <translation>Calculation and reasons</translation>
    </message>
    <message>
        <source>本措施不计算金额。</source>
        <translation>This measure has no amounts to calculate.</translation>
    </message>
    <message>
        <source>测算与结论</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>未答各项视为通过时：{outcome}</source>
        <translation>If all open checks are passed: {outcome}</translation>
    </message>
    <message>
        <source>{yuan} 元</source>
        <translation>{yuan} yuan</translation>
    </message>
    <message>
        <source>金额未定</source>
        <translation>Amount not settled</translation>
    </message>
    <message>
        <source>按政策应得 {yuan} 元</source>
        <translation>Entitled under the policy: {yuan} yuan</translation>
    </message>
    <message>
        <source>评分</source>
        <translation>Marks</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>（{clause}）</source>
        <translation> ({clause})</translation>
    </message>
    <message>
        <source>{label}（{clause}）：{money}</source>
        <translation>{label} ({clause}): {money}</translation>
    </message>
</context>
<context>
    <name>DifferenceCard</name>
    <message>
        <source>留用记录中的…</source>
        <translation>Keep the recorded...</translation>
    </message>
    <message>
        <source>改用收到的…</source>
        <translation>Use the received...</translation>
    </message>
    <message>
        <source>在上面选择一项。</source>
        <translation>Choose a row above.</translation>
    </message>
    <message>
        <source>由本人或主任判定；留用哪一份，都须写明理由，两份都留在历史记录里。</source>
        <translation>Settled by the person concerned or the chair. Whichever is kept, a reason is needed; both stay in the history.</translation>
    </message>
    <message>
        <source>记录中的</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>收到的</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
</context>
<context>
    <name>EarlierPanel</name>
    <message>
        <source>年度</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>金额（元）</source>
        <translation>Yuan</translation>
    </message>
    <message>
        <source>该单位的其他申报和支持</source>
        <translation>Other applications and support of this applicant</translation>
    </message>
    <message>
        <source>正在查找…</source>
        <translation>Searching...</translation>
    </message>
    <message>
        <source>记录里没有该单位的其他申报或支持。</source>
        <translation>The record has no other application or support of this applicant.</translation>
    </message>
    <message>
        <source>另有 {count} 项 · 本系统已定 {awarded} 元 · 导入名单 {earlier} 元 · 未定案 {open} 项</source>
        <translation>{count} others · decided here {awarded} yuan · imported lists {earlier} yuan · {open} undecided</translation>
    </message>
    <message>
        <source>名单</source>
        <translation>List</translation>
    </message>
    <message>
        <source>
名单未列信用代码，按名称匹配</source>
        <translation>
The list gives no credit code; matched by name</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>申报数据(&amp;D)</source>
        <translation>&amp;Data</translation>
    </message>
    <message>
        <source>材料(&amp;M)</source>
        <translation>&amp;Materials</translation>
    </message>
    <message>
        <source>往年与其他(&amp;L)</source>
        <translation>Ear&amp;lier</translation>
    </message>
    <message>
        <source>证据</source>
        <translation>Evidence</translation>
    </message>
    <message>
        <source>{case} 的联系人、电话和账号将完整显示，直到转到另一个项目。何人何时为何查看，记入操作记录。</source>
        <translation>The contact, phone number and account of {case} will be shown in full until you go to another project. Who looked, when and why is recorded.</translation>
    </message>
    <message>
        <source>显示完整个人信息</source>
        <translation>Show personal data in full</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>显示</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>材料 {count}(&amp;M)</source>
        <translation>&amp;Materials {count}</translation>
    </message>
</context>
<context>
    <name>ExchangePage</name>
    <message>
        <source>封装回复包…</source>
        <translation>Pack reply...</translation>
    </message>
    <message>
        <source>封装任务包…</source>
        <translation>Pack assignment...</translation>
    </message>
    <message>
        <source>收取交换包…</source>
        <translation>Take in package...</translation>
    </message>
    <message>
        <source>交换</source>
        <translation>Exchange</translation>
    </message>
    <message>
        <source>待判定（{count}）</source>
        <translation>To settle ({count})</translation>
    </message>
    <message>
        <source>交换包 (*.gygap)</source>
        <translation>Package (*.gygap)</translation>
    </message>
    <message>
        <source>收取交换包</source>
        <translation>Take in package</translation>
    </message>
    <message>
        <source>本人口令</source>
        <translation>Your password</translation>
    </message>
    <message>
        <source>封装口令</source>
        <translation>Package password</translation>
    </message>
    <message>
        <source>打开 {name} 须用本人口令；发送方另加了封装口令的，也请填写。</source>
        <translation>Your password is needed to open {name}. If the sender added a package password, enter that too.</translation>
    </message>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>改用收到的</source>
        <translation>Use the received one</translation>
    </message>
    <message>
        <source>留用记录中的</source>
        <translation>Keep the recorded one</translation>
    </message>
    <message>
        <source>{case} {place}：两份都留在历史记录里，以后以留用的一份为准。</source>
        <translation>{case} {place}: both stay in the history; the one kept counts from now on.</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>判定</source>
        <translation>Settle</translation>
    </message>
    <message>
        <source>收发凭单已写到 {file}，校验码 {code}；请双方核对摘要后签名。</source>
        <translation>Exchange slip written to {file}, code {code}; both sides compare the digest and sign.</translation>
    </message>
    <message>
        <source>{name}（{role}）</source>
        <translation>{name} ({role})</translation>
    </message>
    <message>
        <source>接收人</source>
        <translation>Recipient</translation>
    </message>
    <message>
        <source>回复包装有您本人的全部答复、声明和评分；经办人都能打开。以前发过的可以再发，不会重复。</source>
        <translation>The reply holds all your answers, declarations and marks; any clerk can open it. What was sent before may be sent again and is not counted twice.</translation>
    </message>
    <message>
        <source>封装回复包</source>
        <translation>Pack reply</translation>
    </message>
    <message>
        <source>选择存放位置…</source>
        <translation>Choose where...</translation>
    </message>
    <message>
        <source>回复包</source>
        <translation>Reply</translation>
    </message>
    <message>
        <source>任务包</source>
        <translation>Assignment</translation>
    </message>
    <message>
        <source>存放交换包</source>
        <translation>Save package</translation>
    </message>
    <message>
        <source>{title}已写到 {file}：给{to}，第 {number} 号。请连同回执摘要一并交付。</source>
        <translation>{title} written to {file}: for {to}, no. {number}. Please hand it over with the receipt digest.</translation>
    </message>
    <message>
        <source>已收取{sender}的交换包：新增 {new}，更新 {forward}，需人工判定 {conflict}，不能收取 {refused}。</source>
        <translation>Package from {sender} taken in: {new} new, {forward} updated, {conflict} to settle by hand, {refused} could not be taken in.</translation>
    </message>
    <message>
        <source>这台机器做评审办公室派出的工作：收取任务包，审核评分，把回复包交回经办人。</source>
        <translation>This machine does work sent by the review office: take in an assignment, review and mark, and give the reply back to the clerk.</translation>
    </message>
    <message>
        <source>把审核任务封装给审核员，收取审核员的回复；先预览，再收取。</source>
        <translation>Pack review work for reviewers and take in their replies; preview first, then take in.</translation>
    </message>
    <message>
        <source>把收到的交换包（.gygap）拖到这里，或点“收取交换包”。</source>
        <translation>Drag a package (.gygap) here, or use "Take in package".</translation>
    </message>
    <message>
        <source>往来记录和待判定</source>
        <translation>Packages and matters to settle</translation>
    </message>
    <message>
        <source>往来记录</source>
        <translation>Packages</translation>
    </message>
    <message>
        <source>待判定</source>
        <translation>To settle</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>往来</source>
        <translation>Direction</translation>
    </message>
    <message>
        <source>种类</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>对方</source>
        <translation>Other party</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>办理人</source>
        <translation>Handled by</translation>
    </message>
    <message>
        <source>往来的交换包</source>
        <translation>Packages sent and taken in</translation>
    </message>
    <message>
        <source>还没有发出或收取过交换包。</source>
        <translation>No package has been sent or taken in.</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>填写人</source>
        <translation>Filled in by</translation>
    </message>
    <message>
        <source>收到的时间</source>
        <translation>Received at</translation>
    </message>
    <message>
        <source>两台机器答得不一致的各项</source>
        <translation>Where two machines differ</translation>
    </message>
    <message>
        <source>没有等待判定的内容。</source>
        <translation>Nothing to settle.</translation>
    </message>
</context>
<context>
    <name>ExplainView</name>
    <message>
        <source>逐项说明</source>
        <translation>Explanation</translation>
    </message>
    <message>
        <source>{case} 逐项说明</source>
        <translation>{case}: explanation</translation>
    </message>
    <message>
        <source>复制全文</source>
        <translation>Copy all</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>显示完整…</source>
        <translation>Show in full...</translation>
    </message>
    <message>
        <source>联系人、电话和账号只显示一部分；显示完整须写明理由，并记入操作记录。</source>
        <translation>Contact, phone number and account are shown in part; showing them in full needs a reason and is recorded.</translation>
    </message>
    <message>
        <source>栏目</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>申报内容</source>
        <translation>As filed</translation>
    </message>
    <message>
        <source>单元格</source>
        <translation>Cell</translation>
    </message>
    <message>
        <source>申报数据</source>
        <translation>Application data</translation>
    </message>
    <message>
        <source>没有申报数据。</source>
        <translation>No application data.</translation>
    </message>
    <message>
        <source>{file} · {sheet} · 第 {row} 行</source>
        <translation>{file} · {sheet} · row {row}</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>选一栏，看单元格里的原文。</source>
        <translation>Choose a field to see the text in its cell.</translation>
    </message>
    <message>
        <source>交易明细 {count} 笔</source>
        <translation>Transactions: {count}</translation>
    </message>
    <message>
        <source>投入明细 {count} 笔</source>
        <translation>Cost items: {count}</translation>
    </message>
    <message>
        <source>{amount} 元，已付 {paid} 元</source>
        <translation>{amount} yuan, {paid} paid</translation>
    </message>
    <message>
        <source>{content}，收款单位 {payee}，合同 {contract}，发票 {invoice}，付款日期 {paid}</source>
        <translation>{content}, payee {payee}, contract {contract}, invoice {invoice}, paid on {paid}</translation>
    </message>
    <message>
        <source>，其中财政资金 {sum} 元</source>
        <translation>, of which {sum} yuan public money</translation>
    </message>
    <message>
        <source>第 {row} 行</source>
        <translation>Row {row}</translation>
    </message>
    <message>
        <source>{product}，卖方 {seller}（{code}），合同额 {contract} 元，付款额 {paid} 元，发票额 {invoice} 元</source>
        <translation>{product}, seller {seller} ({code}), contract {contract} yuan, paid {paid} yuan, invoiced {invoice} yuan</translation>
    </message>
    <message>
        <source>，关联方</source>
        <translation>, related party</translation>
    </message>
    <message>
        <source>{contract} 元，已付 {paid} 元</source>
        <translation>{contract} yuan, {paid} paid</translation>
    </message>
    <message>
        <source>{header}：表中没有这一栏</source>
        <translation>{header}: the sheet has no such field</translation>
    </message>
    <message>
        <source>空</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>，{said}</source>
        <translation>, {said}</translation>
    </message>
    <message>
        <source>{header}（{cell}）原文：{raw}</source>
        <translation>{header} ({cell}) as written: {raw}</translation>
    </message>
</context>
<context>
    <name>FirmnessView</name>
    <message>
        <source>试算</source>
        <translation>Trial</translation>
    </message>
    <message>
        <source>名单</source>
        <translation>List</translation>
    </message>
    <message>
        <source>有变</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>不变</source>
        <translation>Same</translation>
    </message>
    <message>
        <source>会进来</source>
        <translation>Would come in</translation>
    </message>
    <message>
        <source>会出去</source>
        <translation>Would drop out</translation>
    </message>
    <message>
        <source>评分不足</source>
        <translation>Too few marks</translation>
    </message>
    <message>
        <source>名单稳不稳</source>
        <translation>How firm is it?</translation>
    </message>
    <message>
        <source>正在试算…</source>
        <translation>Trying...</translation>
    </message>
    <message>
        <source>没有可以试算的项目。</source>
        <translation>Nothing to try.</translation>
    </message>
    <message>
        <source>本措施不按专家评分定名单，或名额未定，或项目都已封存。</source>
        <translation>This measure is not selected by experts' marks, or its places are not set, or all projects are sealed.</translation>
    </message>
    <message>
        <source>{count} 种试算会变</source>
        <translation>Trials that would change it: {count}</translation>
    </message>
    <message>
        <source>稳</source>
        <translation>Firm</translation>
    </message>
    <message>
        <source>按名次入选 {all} 项，其中 {firm} 项怎样试都在。</source>
        <translation>{all} selected by rank, of which {firm} stay in every trial.</translation>
    </message>
    <message>
        <source>入选末位 {last} 分，线外首位 {first} 分，相差 {margin} 分。</source>
        <translation>Last selected {last} points, first outside {first} points, {margin} apart.</translation>
    </message>
    <message>
        <source>不计 {who} 的评分</source>
        <translation>Without the marks of {who}</translation>
    </message>
    <message>
        <source>高 1 分：{case} {name}</source>
        <translation>1 point up: {case} {name}</translation>
    </message>
    <message>
        <source>低 1 分：{case} {name}</source>
        <translation>1 point down: {case} {name}</translation>
    </message>
    <message>
        <source>不去掉最高最低，全部取平均</source>
        <translation>Mean of all, keeping highest and lowest</translation>
    </message>
    <message>
        <source>{cases} 并列，待主任排定</source>
        <translation>{cases} tied; the chair is to decide</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>按样例指南运行，非官方文件。以此得出的结果和文书仅供演示和测试。</source>
        <translation>Running on the sample guide, which is not official. Results and papers made with it are for demonstration and testing only.</translation>
    </message>
    <message>
        <source>核验</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>页面</source>
        <translation>Page</translation>
    </message>
    <message>
        <source>“{page}”页</source>
        <translation>"{page}" page</translation>
    </message>
    <message>
        <source>命令</source>
        <translation>Command</translation>
    </message>
    <message>
        <source>这一步由其他岗位的人员处理，您的岗位没有这个页面。</source>
        <translation>This step is for people in another role; your role does not have this page.</translation>
    </message>
</context>
<context>
    <name>GuideView</name>
    <message>
        <source>对照申报指南</source>
        <translation>Compare a guide</translation>
    </message>
    <message>
        <source>对比（{count}）</source>
        <translation>Differences ({count})</translation>
    </message>
    <message>
        <source>试算 {year} 年（变化 {count} 件）</source>
        <translation>Trial on {year} ({count} changed)</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>现行</source>
        <translation>In force</translation>
    </message>
    <message>
        <source>新指南</source>
        <translation>New guide</translation>
    </message>
    <message>
        <source>与现行指南的不同</source>
        <translation>Differences to the guide in force</translation>
    </message>
    <message>
        <source>两边原文</source>
        <translation>The text of both</translation>
    </message>
    <message>
        <source>新指南仍未规定的数 {count} 项。</source>
        <translation>Figures still unset under the new guide: {count}.</translation>
    </message>
    <message>
        <source>各项数字均有规定。</source>
        <translation>Every figure is set.</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>变化</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>金额未定</source>
        <translation>Not known</translation>
    </message>
    <message>
        <source>金额未定的项目不在合计之内，所以不列相差。</source>
        <translation>Projects whose amount is not known are not in the sums, so no difference is given.</translation>
    </message>
    <message>
        <source>现行合计（元）</source>
        <translation>In force, total (yuan)</translation>
    </message>
    <message>
        <source>新指南合计（元）</source>
        <translation>New guide, total (yuan)</translation>
    </message>
    <message>
        <source>相差（元）</source>
        <translation>Difference (yuan)</translation>
    </message>
    <message>
        <source>各措施合计</source>
        <translation>Totals by measure</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>金额（元）</source>
        <translation>Amount (yuan)</translation>
    </message>
    <message>
        <source>增减（元）</source>
        <translation>Change (yuan)</translation>
    </message>
    <message>
        <source>有变化的项目</source>
        <translation>Cases that change</translation>
    </message>
    <message>
        <source>两边都按同一批材料重新核算，不计已封存的决定；申报期限按原年度。只供参考，不改动记录。</source>
        <translation>Both sides are reckoned anew from the same material, without the sealed decisions; the filing period is the old year's. For information only: the record is not changed.</translation>
    </message>
    <message>
        <source>{measures}的评分细目不同，原有评分不能套用。</source>
        <translation>{measures}: other scoring items, so the marks given do not apply.</translation>
    </message>
    <message>
        <source>通用</source>
        <translation>General</translation>
    </message>
    <message>
        <source>未规定</source>
        <translation>Not laid down</translation>
    </message>
</context>
<context>
    <name>HelpView</name>
    <message>
        <source>使用手册</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>目录</source>
        <translation>Contents</translation>
    </message>
    <message>
        <source>正文</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>核验数据文件</source>
        <translation>Verify data file</translation>
    </message>
    <message>
        <source>逐条核对操作记录的校验码和每张表的内容</source>
        <translation>Checks every operation's digest and the content of every table</translation>
    </message>
    <message>
        <source>历史记录</source>
        <translation>History</translation>
    </message>
    <message>
        <source>项目编号，如 2025-M3-0001</source>
        <translation>Project no., e.g. 2025-M3-0001</translation>
    </message>
    <message>
        <source>按项目编号筛选</source>
        <translation>Filter by project number</translation>
    </message>
    <message>
        <source>操作记录</source>
        <translation>Operations</translation>
    </message>
    <message>
        <source>没有符合条件的操作。</source>
        <translation>No matching operations.</translation>
    </message>
    <message>
        <source>核验发现</source>
        <translation>Findings</translation>
    </message>
    <message>
        <source>代码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>筛选</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>共 {count} 步操作。撤销也是一步操作，原来的记录始终保留。</source>
        <translation>Operations: {count}. Undoing is an operation too; the original entries are always kept.</translation>
    </message>
    <message>
        <source>核验通过：操作记录首尾相接，各表内容与记录一致。</source>
        <translation>Verified: the operations join up without a gap and every table agrees with them.</translation>
    </message>
    <message>
        <source>核验发现 {count} 处不一致，见下表。请先备份，再联系管理员。</source>
        <translation>Discrepancies found: {count}, listed below. Back up first, then call the administrator.</translation>
    </message>
    <message>
        <source>序号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>操作</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>校验码</source>
        <translation>Digest</translation>
    </message>
    <message>
        <source>撤销第 {step} 步</source>
        <translation>Undo step {step}</translation>
    </message>
    <message>
        <source>重做第 {step} 步</source>
        <translation>Redo step {step}</translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>封存</source>
        <translation>Seal</translation>
    </message>
    <message>
        <source>不可撤销</source>
        <translation>Cannot be undone</translation>
    </message>
</context>
<context>
    <name>IntakePage</name>
    <message>
        <source>选择工作簿…</source>
        <translation>Choose workbook...</translation>
    </message>
    <message>
        <source>收件</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>先预览，再导入；预览不改动任何数据。</source>
        <translation>Preview first, then import; a preview changes nothing.</translation>
    </message>
    <message>
        <source>选择申报工作簿</source>
        <translation>Choose application workbook</translation>
    </message>
    <message>
        <source>工作簿</source>
        <translation>Workbook</translation>
    </message>
    <message>
        <source>正在读取 {name}，可在窗口下方停止。</source>
        <translation>Reading {name}; you can stop it at the foot of the window.</translation>
    </message>
    <message>
        <source>这个工作簿的 {count} 处答复和更正还没有导入，放弃后不保留。</source>
        <translation>{count} answers and corrections to this workbook have not been imported and will be lost.</translation>
    </message>
    <message>
        <source>放弃这个工作簿</source>
        <translation>Discard this workbook</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>批次 {batch}（{file}）收进的项目会撤出，它改动的资料会复原。已有答复、评分或决定的不能撤下。</source>
        <translation>The projects taken in with batch {batch} ({file}) will be taken out, and data it changed restored. What already has answers, marks or a decision cannot be taken out.</translation>
    </message>
    <message>
        <source>撤下批次</source>
        <translation>Take out batch</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>撤下</source>
        <translation>Detach</translation>
    </message>
    <message>
        <source>已导入：新增或更新 {accepted} 个项目，暂不收件 {held} 行，与已有资料相同 {unchanged} 行。</source>
        <translation>Imported: {accepted} projects added or updated, {held} rows held back, {unchanged} rows unchanged.</translation>
    </message>
    <message>
        <source>另有智算券兑付申请 {count} 行，见“智算券”页。</source>
        <translation>Also {count} voucher payment claims; see the "Vouchers" page.</translation>
    </message>
    <message>
        <source>批次 {batch} 已撤下；需要时可以撤销。</source>
        <translation>Batch {batch} taken out; you can undo this.</translation>
    </message>
    <message>
        <source>把申报单位汇总的工作簿拖到这里，或点“选择工作簿”。
支持 xlsx、xls、et、ods 等各种表格和文本表格，一个文件可以含多项措施的工作表。</source>
        <translation>Drag the applicants' collected workbook here, or use "Choose workbook".
All kinds of tables (xlsx, xls, et, ods and text) are read; one file may hold sheets of several measures.</translation>
    </message>
    <message>
        <source>收件由经办人办理。下面可以查看已收的工作簿。</source>
        <translation>Intake is done by the clerk. The workbooks taken in are listed below.</translation>
    </message>
    <message>
        <source>导入申报工作簿</source>
        <translation>Import workbook</translation>
    </message>
    <message>
        <source>批次</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>导入时间</source>
        <translation>Imported at</translation>
    </message>
    <message>
        <source>经办人</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>已收项目</source>
        <translation>Taken in</translation>
    </message>
    <message>
        <source>暂不收件</source>
        <translation>Held back</translation>
    </message>
    <message>
        <source>已收的工作簿</source>
        <translation>Workbooks taken in</translation>
    </message>
    <message>
        <source>还没有收过工作簿。</source>
        <translation>No workbook has been taken in.</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>原文</source>
        <translation>As written</translation>
    </message>
    <message>
        <source>（空）</source>
        <translation>(empty)</translation>
    </message>
    <message>
        <source>答复或更正</source>
        <translation>Answer or correction</translation>
    </message>
    <message>
        <source>答复和更正</source>
        <translation>Answers and corrections</translation>
    </message>
    <message>
        <source>选一个批次，看对它的答复和更正。</source>
        <translation>Choose a batch to see its answers and corrections.</translation>
    </message>
    <message>
        <source>撤下批次…</source>
        <translation>Take out batch...</translation>
    </message>
</context>
<context>
    <name>ItemSheet</name>
    <message>
        <source>{group}（{points} 分）</source>
        <translation>{group} ({points} points)</translation>
    </message>
    <message>
        <source>{anchor} · 依据：{clause}</source>
        <translation>{anchor} · basis: {clause}</translation>
    </message>
    <message>
        <source>未评</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>{item} 的说明</source>
        <translation>About {item}</translation>
    </message>
    <message>
        <source>/ {points} 分</source>
        <translation>/ {points} points</translation>
    </message>
</context>
<context>
    <name>KeyButton</name>
    <message>
        <source>签名密钥</source>
        <translation>Signing keys</translation>
    </message>
    <message>
        <source>建立根证书…</source>
        <translation>Make root certificate...</translation>
    </message>
    <message>
        <source>签发签名密钥…</source>
        <translation>Issue signing key...</translation>
    </message>
    <message>
        <source>根证书只建一次，密钥文件存放在记录旁边；口令由管理员保管，丢失后不能再签发新的密钥。</source>
        <translation>The root certificate is made once; its key file lies beside the record. The administrator keeps the password; without it no new keys can be issued.</translation>
    </message>
    <message>
        <source>建立根证书</source>
        <translation>Make root certificate</translation>
    </message>
    <message>
        <source>根证书口令</source>
        <translation>Root certificate password</translation>
    </message>
    <message>
        <source>建立</source>
        <translation>Make</translation>
    </message>
    <message>
        <source>{name}（{role}）</source>
        <translation>{name} ({role})</translation>
    </message>
    <message>
        <source>签给</source>
        <translation>Issue to</translation>
    </message>
    <message>
        <source>密钥文件交本人保管，口令由本人设定；记录里只留证书，不留密钥。</source>
        <translation>The key file is for its holder, who sets the password. The record keeps the certificate only, not the key.</translation>
    </message>
    <message>
        <source>签发签名密钥</source>
        <translation>Issue signing key</translation>
    </message>
    <message>
        <source>密钥口令</source>
        <translation>Key password</translation>
    </message>
    <message>
        <source>选择存放位置…</source>
        <translation>Choose where...</translation>
    </message>
    <message>
        <source>存放签名密钥</source>
        <translation>Save signing key</translation>
    </message>
    <message>
        <source>签名密钥 (*.p12)</source>
        <translation>Signing key (*.p12)</translation>
    </message>
    <message>
        <source>密钥已存放到 {name}。</source>
        <translation>Key saved to {name}.</translation>
    </message>
    <message>
        <source>根证书已建立，现在可以签发签名密钥。</source>
        <translation>The root certificate is made; signing keys can now be issued.</translation>
    </message>
    <message>
        <source>再输一次</source>
        <translation>Once more</translation>
    </message>
</context>
<context>
    <name>LedgersPage</name>
    <message>
        <source>导入既往支持名单…</source>
        <translation>Import earlier support list...</translation>
    </message>
    <message>
        <source>导入算法备案清单…</source>
        <translation>Import algorithm filings...</translation>
    </message>
    <message>
        <source>台账</source>
        <translation>Ledgers</translation>
    </message>
    <message>
        <source>一个单位历年各项措施的申报、结果和既往支持。</source>
        <translation>An applicant's applications, results and support over the years, under all measures.</translation>
    </message>
    <message>
        <source>单位名称或统一社会信用代码，可只写一部分</source>
        <translation>Name or unified social credit code, in part if you like</translation>
    </message>
    <message>
        <source>查找单位</source>
        <translation>Find applicant</translation>
    </message>
    <message>
        <source>请在左侧选择单位。</source>
        <translation>Choose an applicant on the left.</translation>
    </message>
    <message>
        <source>移除名单…</source>
        <translation>Remove list...</translation>
    </message>
    <message>
        <source>选择名单</source>
        <translation>Choose list</translation>
    </message>
    <message>
        <source>名单</source>
        <translation>List</translation>
    </message>
    <message>
        <source>名单日期</source>
        <translation>Date of list</translation>
    </message>
    <message>
        <source>{file} 是哪一天的{title}？核对结果都会写明这个日期。</source>
        <translation>What is the date of this {title}, {file}? Every check made with it will state this date.</translation>
    </message>
    <message>
        <source>读取</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>正在读取 {name}，可在窗口下方停止。</source>
        <translation>Reading {name}; you can stop it at the foot of the window.</translation>
    </message>
    <message>
        <source>{list} {file}（{count} 行）将从台账中移除，操作记录仍保留其内容。</source>
        <translation>{list} {file} (rows: {count}) will be removed from the ledgers; its content stays in the history.</translation>
    </message>
    <message>
        <source>移除名单</source>
        <translation>Remove list</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>移除</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>{name}：已封存的支持 {awarded} 元，名单所载 {earlier} 元，在审 {open} 件</source>
        <translation>{name}: sealed support {awarded} yuan, on lists {earlier} yuan, {open} in review</translation>
    </message>
    <message>
        <source>已导入名单 {list}：{accepted} 行，未导入 {held} 行，已在记录中 {known} 行。</source>
        <translation>List {list} imported: {accepted} rows; {held} not imported, {known} already on record.</translation>
    </message>
    <message>
        <source>已导入的名单</source>
        <translation>Imported lists</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>申报</source>
        <translation>Applications</translation>
    </message>
    <message>
        <source>没有符合条件的单位。</source>
        <translation>No matching applicants.</translation>
    </message>
    <message>
        <source>年度</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>措施或政策</source>
        <translation>Measure or policy</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>核算金额</source>
        <translation>Amount calculated</translation>
    </message>
    <message>
        <source>支持金额</source>
        <translation>Support</translation>
    </message>
    <message>
        <source>历年申报和支持</source>
        <translation>Applications and support over the years</translation>
    </message>
    <message>
        <source>还没有可以显示的记录。</source>
        <translation>Nothing to show yet.</translation>
    </message>
    <message>
        <source>（按名称）</source>
        <translation> (by name)</translation>
    </message>
    <message>
        <source>名单所载</source>
        <translation>On lists</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>行数</source>
        <translation>Rows</translation>
    </message>
    <message>
        <source>导入时间</source>
        <translation>Imported at</translation>
    </message>
    <message>
        <source>经办人</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>文件校验码</source>
        <translation>File digest</translation>
    </message>
    <message>
        <source>还没有导入名单。未导入时，备案编号只核对样式，既往支持只看本程序的记录和填报。</source>
        <translation>No list imported yet. Until then, filing numbers are checked for form only, and earlier support comes from this record and from what applicants state.</translation>
    </message>
</context>
<context>
    <name>ListFileView</name>
    <message>
        <source>全部导入</source>
        <translation>Import all</translation>
    </message>
    <message>
        <source>只导入无误的行</source>
        <translation>Import sound rows only</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>可导入</source>
        <translation>To import</translation>
    </message>
    <message>
        <source>已在记录中</source>
        <translation>Already on record</translation>
    </message>
    <message>
        <source>有问题</source>
        <translation>With problems</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>{title}，{file}，名单日期 {day}</source>
        <translation>{title}, {file}, dated {day}</translation>
    </message>
    <message>
        <source>这个文件已作为名单 {list} 导入，内容完全相同，不需要再次导入。</source>
        <translation>This file is already imported as list {list}, with the same content; there is no need to import it again.</translation>
    </message>
    <message>
        <source>没有可以导入的行。</source>
        <translation>No rows can be imported.</translation>
    </message>
    <message>
        <source>各行都已在记录中，不需要导入。</source>
        <translation>All rows are already on record; nothing to import.</translation>
    </message>
    <message>
        <source>“{column}”合计 {stated} 元，逐行相加 {computed} 元。</source>
        <translation>The total of "{column}" is {stated} yuan; the rows add up to {computed} yuan.</translation>
    </message>
    <message>
        <source>没有须改正的问题，可以全部导入。</source>
        <translation>Nothing needs correcting; all can be imported.</translation>
    </message>
    <message>
        <source>有问题的行不会导入；可以更正后重来，或先导入其余各行。</source>
        <translation>Rows with problems are not imported. Correct them and start again, or import the rest now.</translation>
    </message>
    <message>
        <source>须改正</source>
        <translation>To correct</translation>
    </message>
    <message>
        <source>需核实</source>
        <translation>To verify</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>整个文件</source>
        <translation>Whole file</translation>
    </message>
    <message>
        <source>程度</source>
        <translation>Severity</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>栏目</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>原文</source>
        <translation>As written</translation>
    </message>
    <message>
        <source>没有发现问题。</source>
        <translation>No problems found.</translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message>
        <source>已锁定</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>解锁</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>程序已锁定，打开的内容和未写完的文字都还在。请{name}输入口令。</source>
        <translation>The program is locked; what was open and half-written is still there. {name}, please enter your password.</translation>
    </message>
    <message>
        <source>换其他人员登录</source>
        <translation>Sign in as someone else</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>跟随系统</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>深色</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>外观</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>文字大小</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>{count} 分钟</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>无操作自动锁定</source>
        <translation>Lock when idle</translation>
    </message>
    <message>
        <source>外观与锁定</source>
        <translation>Look and locking</translation>
    </message>
    <message>
        <source>打印和导出的文书始终是白底黑字。</source>
        <translation>Printed and exported papers are always black on white.</translation>
    </message>
    <message>
        <source>以系统的文字大小为 100%。</source>
        <translation>100% is the system's text size.</translation>
    </message>
    <message>
        <source>马上生效。政策条文、申报资料和文书保持中文。</source>
        <translation>Takes effect at once. Policy text, applications and papers stay Chinese.</translation>
    </message>
    <message>
        <source>锁定后内容不显示，本人输入口令即恢复，未写完的文字不会丢。</source>
        <translation>Nothing is shown while locked; your password brings everything back, half-written text included.</translation>
    </message>
    <message>
        <source>已保存。</source>
        <translation>Saved.</translation>
    </message>
</context>
<context>
    <name>MarksPage</name>
    <message>
        <source>评分排名</source>
        <translation>Marks</translation>
    </message>
    <message>
        <source>还有 {count} 个项目他人已评、您没有评完：{waits}。</source>
        <translation>Others have marked {count} projects that you have not finished: {waits}.</translation>
    </message>
    <message>
        <source>评分规则未定：{clause}未作规定，须由当年申报指南明确。</source>
        <translation>The marking rule is not settled: {clause} does not say, so the year's guide must.</translation>
    </message>
    <message>
        <source>有效评分不少于 {quorum} 份；{trim} 份及以上的去掉一个最高总分和一个最低总分后平均</source>
        <translation>At least {quorum} valid marks; from {trim} on, the mean leaves out highest and lowest</translation>
    </message>
    <message>
        <source>；入选分数线 {floor} 分</source>
        <translation>; threshold {floor} points</translation>
    </message>
    <message>
        <source>（{clause}）。</source>
        <translation> ({clause}).</translation>
    </message>
    <message>
        <source>评分的各项内容</source>
        <translation>Parts of the marking</translation>
    </message>
    <message>
        <source>我的评分</source>
        <translation>My marks</translation>
    </message>
    <message>
        <source>我的总表</source>
        <translation>My table</translation>
    </message>
    <message>
        <source>评分与名次</source>
        <translation>Marks and ranks</translation>
    </message>
</context>
<context>
    <name>MarksTable</name>
    <message>
        <source>评分与名次</source>
        <translation>Marks and ranks</translation>
    </message>
    <message>
        <source>还没有参加评分的项目。</source>
        <translation>No projects take part in marking yet.</translation>
    </message>
    <message>
        <source>名次</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>得分</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>分差</source>
        <translation>Spread</translation>
    </message>
    <message>
        <source>结论</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>{rank} 并列</source>
        <translation>{rank} tied</translation>
    </message>
    <message>
        <source>未参加排名</source>
        <translation>Not ranked</translation>
    </message>
    <message>
        <source>与其他项目得分相同</source>
        <translation>Same score as another project</translation>
    </message>
    <message>
        <source>不显示</source>
        <translation>Hidden</translation>
    </message>
    <message>
        <source>未评齐</source>
        <translation>Marking incomplete</translation>
    </message>
    <message>
        <source>{expert}:{mark},{use}</source>
        <translation>{expert}: {mark}, {use}</translation>
    </message>
    <message>
        <source>{spread} 偏大</source>
        <translation>{spread} wide</translation>
    </message>
    <message>
        <source>最高与最低总分相差 {spread} 分，超过 {most} 分，提示复核</source>
        <translation>The highest and lowest totals differ by {spread} points, more than {most}; please look again</translation>
    </message>
    <message>
        <source>最高与最低总分之差</source>
        <translation>Difference of highest and lowest totals</translation>
    </message>
</context>
<context>
    <name>MeasureBox</name>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
</context>
<context>
    <name>MinutesView</name>
    <message>
        <source>会议纪要草稿</source>
        <translation>Draft of the minutes</translation>
    </message>
    <message>
        <source>复制全文</source>
        <translation>Copy all</translation>
    </message>
    <message>
        <source>存为文本…</source>
        <translation>Save as text...</translation>
    </message>
    <message>
        <source>由记录整理，会上才知道的留空；草稿不存入记录。</source>
        <translation>Drawn from the record; what only the meeting knows is left blank. The draft is not kept in the record.</translation>
    </message>
    <message>
        <source>正在整理…</source>
        <translation>Preparing...</translation>
    </message>
    <message>
        <source>纪要草稿已复制。</source>
        <translation>Draft minutes copied.</translation>
    </message>
    <message>
        <source>{measure} {year} 年会议纪要草稿.txt</source>
        <translation>minutes-{measure}-{year}-draft.txt</translation>
    </message>
    <message>
        <source>存为文本</source>
        <translation>Save as text</translation>
    </message>
    <message>
        <source>已存到 {name}。</source>
        <translation>Saved to {name}.</translation>
    </message>
</context>
<context>
    <name>NavBar</name>
    <message>
        <source>{title}（{key}）</source>
        <translation>{title} ({key})</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>申报项目</source>
        <translation>Projects</translation>
    </message>
    <message>
        <source>待核</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>补正中</source>
        <translation>Supplementing</translation>
    </message>
    <message>
        <source>待定案</source>
        <translation>To decide</translation>
    </message>
    <message>
        <source>已封存</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>已定金额（元）</source>
        <translation>Amount decided (yuan)</translation>
    </message>
    <message>
        <source>工作台</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>我的待办</source>
        <translation>My tasks</translation>
    </message>
    <message>
        <source>封存前未了</source>
        <translation>Open before sealing</translation>
    </message>
    <message>
        <source>未加载申报指南</source>
        <translation>no guide loaded</translation>
    </message>
    <message>
        <source>{year} 年度 · {guide}</source>
        <translation>{year} · {guide}</translation>
    </message>
    <message>
        <source>眼下没有等您办的事。</source>
        <translation>Nothing is waiting for you.</translation>
    </message>
    <message>
        <source>我的待办 {count}</source>
        <translation>My tasks {count}</translation>
    </message>
    <message>
        <source>{measure}封存前未了 {count}</source>
        <translation>{measure}: open before sealing {count}</translation>
    </message>
    <message>
        <source>这项措施今年还没有申报项目。请在“收件”页导入申报工作簿。</source>
        <translation>This measure has no projects this year. Import a workbook on the "Intake" page.</translation>
    </message>
    <message>
        <source>这项措施今年的决定已经封存，可在“文书”页打印审批表。</source>
        <translation>This year's decision on this measure is sealed; approval sheets can be printed on the "Papers" page.</translation>
    </message>
    <message>
        <source>没有未了事项，可在“遴选定案”页封存决定。</source>
        <translation>Nothing is outstanding; the decision can be sealed on the "Selection" page.</translation>
    </message>
    <message>
        <source>待办、到期和变化</source>
        <translation>Tasks, deadlines and changes</translation>
    </message>
    <message>
        <source>期限</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>您第一次在这台机器上打开；下次起，这里列出别人在此期间的改动。</source>
        <translation>Your first time on this machine; from the next time on, what others changed in between is listed here.</translation>
    </message>
    <message>
        <source>上次以来</source>
        <translation>Since last time</translation>
    </message>
</context>
<context>
    <name>OwnGrid</name>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>本人总分</source>
        <translation>Own total</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>我的总表</source>
        <translation>My table</translation>
    </message>
    <message>
        <source>本年度没有要评分的项目。</source>
        <translation>No projects to mark this year.</translation>
    </message>
</context>
<context>
    <name>OwnMarks</name>
    <message>
        <source>我的项目</source>
        <translation>My projects</translation>
    </message>
    <message>
        <source>本年度没有要评分的项目。</source>
        <translation>No projects to mark this year.</translation>
    </message>
    <message>
        <source>上一项</source>
        <translation>Previous item</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next item</translation>
    </message>
    <message>
        <source>弃权…</source>
        <translation>Abstain...</translation>
    </message>
    <message>
        <source>撤回本项目的评分…</source>
        <translation>Withdraw my marks...</translation>
    </message>
    <message>
        <source>评审意见里是上次没有来得及保存的文字</source>
        <translation>The opinion holds text that was not saved last time</translation>
    </message>
    <message>
        <source>已保存：{what}（{time}）</source>
        <translation>Saved: {what} ({time})</translation>
    </message>
    <message>
        <source>没有保存：{why}</source>
        <translation>Not saved: {why}</translation>
    </message>
    <message>
        <source>{item} {points} 分</source>
        <translation>{item} {points} points</translation>
    </message>
    <message>
        <source>{item} 已撤回</source>
        <translation>{item} withdrawn</translation>
    </message>
    <message>
        <source>评审意见</source>
        <translation>Opinion</translation>
    </message>
    <message>
        <source>无利害关系</source>
        <translation>No interest</translation>
    </message>
    <message>
        <source>声明回避</source>
        <translation>Declare an interest</translation>
    </message>
    <message>
        <source>声明后您不给“{name}”评分，已给的评分不再计入。</source>
        <translation>After declaring you will not mark "{name}"; marks already given no longer count.</translation>
    </message>
    <message>
        <source>回避</source>
        <translation>Recuse</translation>
    </message>
    <message>
        <source>弃权</source>
        <translation>Abstain</translation>
    </message>
    <message>
        <source>弃权后您对“{name}”的评分不计入，也不按零分计。</source>
        <translation>After abstaining, your marks for "{name}" do not count, nor are they taken as zero.</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>撤回您对 {case} 的全部评分和弃权，回到未评的状态。撤回的内容留在历史记录里。</source>
        <translation>Withdraws all your marks for {case} and your abstention, back to not marked. What is withdrawn stays in the history.</translation>
    </message>
    <message>
        <source>撤回评分</source>
        <translation>Withdraw marks</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>已经是最后一项。</source>
        <translation>This is the last item.</translation>
    </message>
    <message>
        <source>已经是第一项。</source>
        <translation>This is the first item.</translation>
    </message>
    <message>
        <source>评审意见（离开此栏即保存）</source>
        <translation>Opinion (saved when you leave the field)</translation>
    </message>
</context>
<context>
    <name>PackFace</name>
    <message>
        <source>全部措施</source>
        <translation>All measures</translation>
    </message>
    <message>
        <source>编号、单位、项目</source>
        <translation>Number, applicant, project</translation>
    </message>
    <message>
        <source>另加封装口令</source>
        <translation>Add a package password</translation>
    </message>
    <message>
        <source>接收人</source>
        <translation>Recipient</translation>
    </message>
    <message>
        <source>查找项目</source>
        <translation>Find project</translation>
    </message>
    <message>
        <source>本人口令</source>
        <translation>Your password</translation>
    </message>
    <message>
        <source>封装口令</source>
        <translation>Package password</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>要发出的项目</source>
        <translation>Projects to send</translation>
    </message>
    <message>
        <source>没有符合条件的项目。</source>
        <translation>No matching projects.</translation>
    </message>
    <message>
        <source>封装…</source>
        <translation>Pack...</translation>
    </message>
    <message>
        <source>封装任务包</source>
        <translation>Pack assignment</translation>
    </message>
    <message>
        <source>任务包只有接收人用本人口令打得开；里面有所选项目的申报资料和政策文本。</source>
        <translation>Only the recipient's own password opens an assignment. It holds the chosen projects' application data and the policy text.</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>{name}（{role}）</source>
        <translation>{name} ({role})</translation>
    </message>
    <message>
        <source>已选 {count} 个项目</source>
        <translation>Projects chosen: {count}</translation>
    </message>
    <message>
        <source>未选择，将发出列出的全部 {count} 个项目</source>
        <translation>None chosen; all {count} listed projects will be sent</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>文书预览</source>
        <translation>Paper preview</translation>
    </message>
    <message>
        <source>第 {number} 页</source>
        <translation>Page {number}</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>查找命令、页面、项目</source>
        <translation>Find a command, page or project</translation>
    </message>
    <message>
        <source>输入命令、页面，或项目编号、单位名称中的两个字</source>
        <translation>Type a command, a page, or part of a project number or applicant's name</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>快捷键</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>找到的命令、页面、项目</source>
        <translation>Commands, pages and projects found</translation>
    </message>
    <message>
        <source>没有找到。</source>
        <translation>Nothing found.</translation>
    </message>
</context>
<context>
    <name>PaperCard</name>
    <message>
        <source>文书编号</source>
        <translation>Paper no.</translation>
    </message>
    <message>
        <source>校验码</source>
        <translation>Digest</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>页数</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>文件摘要</source>
        <translation>File digest</translation>
    </message>
    <message>
        <source>取代</source>
        <translation>Replaces</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Remarks</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>缩小</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>预览</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>共 {count} 页</source>
        <translation>Pages: {count}</translation>
    </message>
</context>
<context>
    <name>PapersPage</name>
    <message>
        <source>文书种类</source>
        <translation>Kinds of papers</translation>
    </message>
    <message>
        <source>打印所选…</source>
        <translation>Print selected...</translation>
    </message>
    <message>
        <source>打印全部…</source>
        <translation>Print all...</translation>
    </message>
    <message>
        <source>核验文件…</source>
        <translation>Verify file...</translation>
    </message>
    <message>
        <source>登记扫描件…</source>
        <translation>Register scan...</translation>
    </message>
    <message>
        <source>也可以把扫描件（PDF、PNG、JPEG）拖到这一页</source>
        <translation>A scan (PDF, PNG, JPEG) may also be dropped on this page</translation>
    </message>
    <message>
        <source>设置…</source>
        <translation>Settings...</translation>
    </message>
    <message>
        <source>打印设置：文号和用纸</source>
        <translation>Print settings: document number and paper</translation>
    </message>
    <message>
        <source>送打印机…</source>
        <translation>Send to printer...</translation>
    </message>
    <message>
        <source>所选文书作为一份作业送打印机；没有选的，打印全部</source>
        <translation>The chosen papers go to the printer as one job; if none is chosen, all of them</translation>
    </message>
    <message>
        <source>另存 Excel</source>
        <translation>Save as Excel</translation>
    </message>
    <message>
        <source>文书</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>内容有变，旧件即失效。</source>
        <translation>If the content changes, the old paper is void.</translation>
    </message>
    <message>
        <source>签名…</source>
        <translation>Sign...</translation>
    </message>
    <message>
        <source>登记…</source>
        <translation>Register...</translation>
    </message>
    <message>
        <source>全部签名…</source>
        <translation>Sign all...</translation>
    </message>
    <message>
        <source>本年度等待本人签名的全部文书，一次打开密钥，逐份签名</source>
        <translation>Every paper of the year that waits for your signature: the key is opened once, the papers are signed one by one</translation>
    </message>
    <message>
        <source>作废…</source>
        <translation>Void...</translation>
    </message>
    <message>
        <source>现在没有可以打印的这种文书</source>
        <translation>None of these can be printed now</translation>
    </message>
    <message>
        <source>到“遴选定案”页</source>
        <translation>Go to "Selection"</translation>
    </message>
    <message>
        <source>可以打印的是：{when}。</source>
        <translation>To be printed: {when}.</translation>
    </message>
    <message>
        <source>选择存放文书的文件夹</source>
        <translation>Choose a folder for the papers</translation>
    </message>
    <message>
        <source>{title} {count} 份</source>
        <translation>{title}, copies: {count}</translation>
    </message>
    <message>
        <source>打印 {count} 份文书</source>
        <translation>Print papers ({count})</translation>
    </message>
    <message>
        <source>正在送打印机：第 {done} 页，共 {total} 页。</source>
        <translation>Sending to printer: page {done} of {total}.</translation>
    </message>
    <message>
        <source>{count} 份文书已送打印机。</source>
        <translation>Papers sent to the printer: {count}.</translation>
    </message>
    <message>
        <source>文号不填的，纸上留出填写位置；已打印过的沿用原来的设置。改动设置会使用新的编号。</source>
        <translation>Left empty, the paper has room to write the reference in. Papers printed before keep their settings; changing a setting takes a new number.</translation>
    </message>
    <message>
        <source>普通纸</source>
        <translation>Plain paper</translation>
    </message>
    <message>
        <source>预印红头纸（首页留出位置）</source>
        <translation>Pre-printed red letterhead (room left on page one)</translation>
    </message>
    <message>
        <source>文号</source>
        <translation>Reference no.</translation>
    </message>
    <message>
        <source>用纸</source>
        <translation>Paper stock</translation>
    </message>
    <message>
        <source>打印设置</source>
        <translation>Print settings</translation>
    </message>
    <message>
        <source>确定</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>已生成 {count} 份文书，存放在 {folder}。</source>
        <translation>Papers made: {count}, saved in {folder}.</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>本年度没有等待您签名的文书。</source>
        <translation>No paper of this year waits for your signature.</translation>
    </message>
    <message>
        <source>选择存放这 {count} 份文书的文件夹</source>
        <translation>Choose the folder with these {count} papers</translation>
    </message>
    <message>
        <source>{count} 份文书</source>
        <translation>{count} papers</translation>
    </message>
    <message>
        <source>文书或案卷 (*.pdf *.zip)</source>
        <translation>Papers or dossiers (*.pdf *.zip)</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>选择 {number} 的文件</source>
        <translation>Choose the file of {number}</translation>
    </message>
    <message>
        <source>文书 (*.pdf)</source>
        <translation>Papers (*.pdf)</translation>
    </message>
    <message>
        <source>{person} 已签署 {number}（{name}）。</source>
        <translation>{person} has signed {number} ({name}).</translation>
    </message>
    <message>
        <source>选择签署件的扫描件</source>
        <translation>Choose the scan of the signed paper</translation>
    </message>
    <message>
        <source>扫描件 (*.pdf *.png *.jpg *.jpeg)</source>
        <translation>Scans (*.pdf *.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>选择要核验的文件</source>
        <translation>Choose the file to verify</translation>
    </message>
    <message>
        <source>请按签字盖章后的纸质件页脚输入 {number} 的校验码；与记录不符的不能登记。</source>
        <translation>Enter the code at the foot of the signed and stamped paper copy of {number}. A code that does not match the record cannot be registered.</translation>
    </message>
    <message>
        <source>登记签署件</source>
        <translation>Register signed copy</translation>
    </message>
    <message>
        <source>校验码</source>
        <translation>Digest</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>{number} 作废后不能恢复；再次打印时用新的编号，并注明取代此件。</source>
        <translation>Once voided, {number} cannot be restored. Printing again takes a new number and notes that it replaces this one.</translation>
    </message>
    <message>
        <source>作废文书</source>
        <translation>Void paper</translation>
    </message>
    <message>
        <source>作废理由</source>
        <translation>Reason for voiding</translation>
    </message>
    <message>
        <source>作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>核定额（元）</source>
        <translation>Approved (yuan)</translation>
    </message>
    <message>
        <source>文书编号</source>
        <translation>Paper no.</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>{count} 人</source>
        <translation>People: {count}</translation>
    </message>
</context>
<context>
    <name>PayersTable</name>
    <message>
        <source>承担单位</source>
        <translation>Borne by</translation>
    </message>
    <message>
        <source>本措施件数</source>
        <translation>Items</translation>
    </message>
    <message>
        <source>本措施承担（元）</source>
        <translation>Measure (yuan)</translation>
    </message>
    <message>
        <source>全年件数</source>
        <translation>Items in year</translation>
    </message>
    <message>
        <source>全年承担（元）</source>
        <translation>Year (yuan)</translation>
    </message>
    <message>
        <source>各级财政承担</source>
        <translation>Who bears the cost</translation>
    </message>
    <message>
        <source>本年度还没有已封存的支持。</source>
        <translation>No support has been sealed this year.</translation>
    </message>
    <message>
        <source>合计</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>承担单位未定：{case} {name}</source>
        <translation>Payer not settled: {case} {name}</translation>
    </message>
</context>
<context>
    <name>PeoplePanel</name>
    <message>
        <source>增加人员…</source>
        <translation>Add person...</translation>
    </message>
    <message>
        <source>变更岗位或停用…</source>
        <translation>Change role or deactivate...</translation>
    </message>
    <message>
        <source>重设口令…</source>
        <translation>Reset password...</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>岗位</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>账户密钥</source>
        <translation>Account key</translation>
    </message>
    <message>
        <source>签名证书</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>变更岗位、停用和重设口令须有第二人（主任或监督员）在场输入口令。</source>
        <translation>To change a role, deactivate or reset a password, a second person (chair or observer) must be present and enter their password.</translation>
    </message>
    <message>
        <source>人员由管理员管理；本人的口令在菜单“修改口令”里改。</source>
        <translation>The administrator manages people; change your own password with "Change password" in the menu.</translation>
    </message>
    <message>
        <source>一人一个账户、一个岗位。首次口令由管理员设定，请其登录后自行修改。</source>
        <translation>One account and one role for each person. The administrator sets the first password; ask the person to change it after signing in.</translation>
    </message>
    <message>
        <source>增加人员</source>
        <translation>Add person</translation>
    </message>
    <message>
        <source>增加</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>在用</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Deactivated</translation>
    </message>
    <message>
        <source>{name} 已经办的事仍记在其名下。停用的账户不能登录，可以重新启用。</source>
        <translation>What {name} has done stays under their name. A deactivated account cannot sign in and can be activated again.</translation>
    </message>
    <message>
        <source>变更人员</source>
        <translation>Change person</translation>
    </message>
    <message>
        <source>变更</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>用于 {name} 忘记口令的情形。账户密钥随之更换：此前封装给 {name} 而未收取的交换包将打不开，须重新封装。</source>
        <translation>For when {name} has forgotten the password. The account key changes too: packages sealed to {name} and not yet taken in will not open and must be packed again.</translation>
    </message>
    <message>
        <source>重设口令</source>
        <translation>Reset password</translation>
    </message>
    <message>
        <source>重设</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>{name} 的口令已重设。</source>
        <translation>The password of {name} has been reset.</translation>
    </message>
    <message>
        <source>新口令</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>至少 8 个字符</source>
        <translation>At least 8 characters</translation>
    </message>
    <message>
        <source>再输一次新口令</source>
        <translation>New password again</translation>
    </message>
    <message>
        <source>有</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>无</source>
        <translation>No</translation>
    </message>
    <message>
        <source>{at} 登记</source>
        <translation>recorded {at}</translation>
    </message>
</context>
<context>
    <name>PlaceList</name>
    <message>
        <source>名单与金额</source>
        <translation>List and amounts</translation>
    </message>
    <message>
        <source>本措施本年度还没有项目。</source>
        <translation>This measure has no projects this year.</translation>
    </message>
    <message>
        <source>入选</source>
        <translation>Selected</translation>
    </message>
    <message>
        <source>名次</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>得分</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>专家评分</source>
        <translation>Experts' marks</translation>
    </message>
    <message>
        <source>应得额</source>
        <translation>Entitlement</translation>
    </message>
    <message>
        <source>按政策算出的金额，未计名额和年度资金</source>
        <translation>Amount under the policy, before places and annual pool</translation>
    </message>
    <message>
        <source>核定额</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>市级</source>
        <translation>City</translation>
    </message>
    <message>
        <source>属地</source>
        <translation>District</translation>
    </message>
    <message>
        <source>没有属地承担单位</source>
        <translation>No district bears a share</translation>
    </message>
    <message>
        <source>累计</source>
        <translation>Running total</translation>
    </message>
    <message>
        <source>结论</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>{rank} 待排</source>
        <translation>{rank} to order</translation>
    </message>
    <message>
        <source>{rank} 并列</source>
        <translation>{rank} tied</translation>
    </message>
</context>
<context>
    <name>PolicyPage</name>
    <message>
        <source>全部措施</source>
        <translation>All measures</translation>
    </message>
    <message>
        <source>对照新指南…</source>
        <translation>Compare with a new guide...</translation>
    </message>
    <message>
        <source>政策</source>
        <translation>Policy</translation>
    </message>
    <message>
        <source>各项数字</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>未规定 {count} 项</source>
        <translation>{count} not laid down</translation>
    </message>
    <message>
        <source>各项均有规定</source>
        <translation>All laid down</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>通用</source>
        <translation>General</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>规定</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>未规定</source>
        <translation>Not laid down</translation>
    </message>
    <message>
        <source>依据</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>{clause}没有规定“{name}”，须由当年申报指南明确；未明确前，封存会停在这里。

{text}</source>
        <translation>{clause} does not lay down "{name}"; the year's guide must. Until it does, sealing stops here.

{text}</translation>
    </message>
    <message>
        <source>{title} {clause}：

{text}</source>
        <translation>{title} {clause}:

{text}</translation>
    </message>
    <message>
        <source>{title}，{start} 起施行，有效期至 {end}。</source>
        <translation>{title}, in force from {start}, valid until {end}.</translation>
    </message>
    <message>
        <source>政策版本</source>
        <translation>Policy edition</translation>
    </message>
    <message>
        <source>文号</source>
        <translation>Reference no.</translation>
    </message>
    <message>
        <source>所据文本未载</source>
        <translation>not in the text used</translation>
    </message>
    <message>
        <source>落款日期</source>
        <translation>Date of issue</translation>
    </message>
    <message>
        <source>发文单位</source>
        <translation>Issued by</translation>
    </message>
    <message>
        <source>文本核对日期</source>
        <translation>Text compared on</translation>
    </message>
    <message>
        <source>文本摘要</source>
        <translation>Text digest</translation>
    </message>
    <message>
        <source>申报指南</source>
        <translation>Guide</translation>
    </message>
    <message>
        <source>未载入</source>
        <translation>not loaded</translation>
    </message>
    <message>
        <source>指南摘要</source>
        <translation>Guide digest</translation>
    </message>
    <message>
        <source>政策与指南</source>
        <translation>Policy and guide</translation>
    </message>
    <message>
        <source>存疑之处</source>
        <translation>Doubts</translation>
    </message>
    <message>
        <source>文本存疑之处</source>
        <translation>Doubts about the text</translation>
    </message>
    <message>
        <source>依据原文</source>
        <translation>Text of the clause</translation>
    </message>
</context>
<context>
    <name>ProblemPanel</name>
    <message>
        <source>须改正</source>
        <translation>Fault</translation>
    </message>
    <message>
        <source>需答复</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>已更正</source>
        <translation>Corrected</translation>
    </message>
    <message>
        <source>已答复</source>
        <translation>Answered</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>程度</source>
        <translation>Severity</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>没有发现问题。</source>
        <translation>No problems found.</translation>
    </message>
    <message>
        <source>未了结</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>已答复和更正</source>
        <translation>Answered and corrected</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>只看哪一类</source>
        <translation>Which kind to show</translation>
    </message>
    <message>
        <source>只看哪张表</source>
        <translation>Which sheet to show</translation>
    </message>
    <message>
        <source>所有工作表</source>
        <translation>All sheets</translation>
    </message>
    <message>
        <source>第 {row} 行</source>
        <translation>Row {row}</translation>
    </message>
    <message>
        <source>整张表</source>
        <translation>Whole sheet</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>这一类没有问题。</source>
        <translation>No problems of this kind.</translation>
    </message>
    <message>
        <source>{shown} / {all}</source>
        <translation>{shown} / {all}</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>不收这一行</source>
        <translation>Leave this row out</translation>
    </message>
    <message>
        <source>退回更正</source>
        <translation>Send back to correct</translation>
    </message>
    <message>
        <source>更正为</source>
        <translation>Correct to</translation>
    </message>
    <message>
        <source>这一格应为…</source>
        <translation>This cell should read...</translation>
    </message>
    <message>
        <source>更正</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>收回这个答复</source>
        <translation>Take back this answer</translation>
    </message>
    <message>
        <source>须改正</source>
        <translation>Fault</translation>
    </message>
    <message>
        <source>需答复</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>已更正</source>
        <translation>Corrected</translation>
    </message>
    <message>
        <source>已答复</source>
        <translation>Answered</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>没有未了结的问题。</source>
        <translation>No open problems.</translation>
    </message>
    <message>
        <source>同列同类的 {count} 处一并答复</source>
        <translation>Answer all {count} of this kind in the column</translation>
    </message>
    <message>
        <source>这一格没有问题。</source>
        <translation>This cell has no problem.</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>排序</source>
        <translation>Sort</translation>
    </message>
    <message>
        <source>查找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>Ctrl+F　编号、单位、项目、信用代码和申报内容；几个词用空格隔开，都要有</source>
        <translation>Ctrl+F: number, applicant, project, credit code and application data; separate several words by spaces, all must occur</translation>
    </message>
    <message>
        <source>没有符合条件的项目。</source>
        <translation>No matching projects.</translation>
    </message>
    <message>
        <source>待审项目</source>
        <translation>Projects to review</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>Projects: {count}</translation>
    </message>
    <message>
        <source>按编号</source>
        <translation>By number</translation>
    </message>
    <message>
        <source>按单位</source>
        <translation>By applicant</translation>
    </message>
    <message>
        <source>未答多的在前</source>
        <translation>Most unanswered first</translation>
    </message>
    <message>
        <source>意见不一的在前</source>
        <translation>Differing answers first</translation>
    </message>
    <message>
        <source>应得额大的在前</source>
        <translation>Largest entitlement first</translation>
    </message>
    <message>
        <source>全部状态</source>
        <translation>Any status</translation>
    </message>
    <message>
        <source>有未答项</source>
        <translation>With unanswered checks</translation>
    </message>
    <message>
        <source>已答完</source>
        <translation>All answered</translation>
    </message>
    <message>
        <source>已封存</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>意见不一</source>
        <translation>Answers differ</translation>
    </message>
    <message>
        <source>{case} {name},{state},{left}</source>
        <translation>{case} {name}, {state}, {left}</translation>
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message>
        <source>回执</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>在上面选择一个交换包。</source>
        <translation>Choose a package above.</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>打印收发凭单…</source>
        <translation>Print exchange slip...</translation>
    </message>
    <message>
        <source>收发凭单-{other}-{number}.pdf</source>
        <translation>exchange-slip-{other}-{number}.pdf</translation>
    </message>
    <message>
        <source>存放收发凭单</source>
        <translation>Save exchange slip</translation>
    </message>
    <message>
        <source>双方核对回执摘要，一致即为同一个包。</source>
        <translation>Compare the receipt digest with the other side; if it agrees, it is the same package.</translation>
    </message>
    <message>
        <source>文书 (*.pdf)</source>
        <translation>Papers (*.pdf)</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>上一项</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>放大证据</source>
        <translation>Enlarge</translation>
    </message>
    <message>
        <source>通过的一并答“是”…</source>
        <translation>All passed: yes...</translation>
    </message>
    <message>
        <source>自动核对已通过、还没有答复的各项，一并答“是”。</source>
        <translation>Answers "yes" to all checks that passed the automatic check and have no answer yet.</translation>
    </message>
    <message>
        <source>登记信用查询…</source>
        <translation>Credit...</translation>
    </message>
    <message>
        <source>逐项说明…</source>
        <translation>Explain...</translation>
    </message>
    <message>
        <source>没有要显示的项目</source>
        <translation>No projects to show</translation>
    </message>
    <message>
        <source>在左侧换一项措施或放宽筛选条件；还没有收件的，请先导入申报工作簿。</source>
        <translation>Choose another measure on the left or loosen the filter. If nothing has been taken in yet, import a workbook first.</translation>
    </message>
    <message>
        <source>到“收件”页</source>
        <translation>Go to "Intake"</translation>
    </message>
    <message>
        <source>未答 {count}</source>
        <translation>{count} open</translation>
    </message>
    <message>
        <source>已答完</source>
        <translation>All answered</translation>
    </message>
    <message>
        <source>已封存</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>核对项 {all} 项 · 未答 {left}</source>
        <translation>{left} of {all} open</translation>
    </message>
    <message>
        <source> · 意见不一 {apart}</source>
        <translation>, {apart} differ</translation>
    </message>
    <message>
        <source>本项目的决定已封存，只能查看；确需改动，由主任和第二人在“遴选定案”页重新开启。</source>
        <translation>The decision on this project is sealed; you can only look. If a change is needed, the chair and a second person reopen it on the "Selection" page.</translation>
    </message>
    <message>
        <source>{role}只能查看核对结果，由审核员或主任答复。</source>
        <translation>{role}: you may look at the results only; a reviewer or the chair answers.</translation>
    </message>
    <message>
        <source>您已声明回避，不能答复本项目；由其他审核员办理。</source>
        <translation>You have recused yourself and cannot answer for this project; another reviewer will.</translation>
    </message>
    <message>
        <source>请先声明与申报单位有无利害关系，再答复核对项。</source>
        <translation>Declare whether you have an interest in the applicant before answering.</translation>
    </message>
    <message>
        <source>将以您（{person}）的名义对下列 {count} 项答“是”，记入您的答复，由您负责。自动核对只比对申报数据，不代替查看原件。

{checks}</source>
        <translation>"Yes" will be recorded in your name ({person}) for these {count} checks, and you answer for it. The automatic check compares the application data only; it does not replace seeing the originals.

{checks}</translation>
    </message>
    <message>
        <source>一并答“是”</source>
        <translation>Answer "yes" to all</translation>
    </message>
    <message>
        <source>由我答“是”</source>
        <translation>I answer "yes"</translation>
    </message>
    <message>
        <source>已答复 {count} 项。</source>
        <translation>Checks answered: {count}.</translation>
    </message>
    <message>
        <source>声明后您不再答复“{name}”的核对项，已有的答复不再计入，由其他审核员办理。</source>
        <translation>After declaring you no longer answer the checks of "{name}"; answers already given no longer count, and another reviewer takes over.</translation>
    </message>
    <message>
        <source>声明回避</source>
        <translation>Declare an interest</translation>
    </message>
    <message>
        <source>回避理由</source>
        <translation>Reason for recusal</translation>
    </message>
    <message>
        <source>恢复版面</source>
        <translation>Restore layout</translation>
    </message>
    <message>
        <source>后面没有还未答完的项目了。</source>
        <translation>No more unfinished projects after this one.</translation>
    </message>
    <message>
        <source>已经是最后一项。</source>
        <translation>This is the last item.</translation>
    </message>
    <message>
        <source>已经是第一项。</source>
        <translation>This is the first item.</translation>
    </message>
</context>
<context>
    <name>RulesTable</name>
    <message>
        <source>四种分配规则对照</source>
        <translation>Four sharing rules</translation>
    </message>
    <message>
        <source>没有可以比较的项目。</source>
        <translation>No projects to compare.</translation>
    </message>
    <message>
        <source>合计</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>各项目</source>
        <translation>Each project</translation>
    </message>
    <message>
        <source>名次</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>应得额（元）</source>
        <translation>Entitlement (yuan)</translation>
    </message>
    <message>
        <source>（现行）</source>
        <translation> (in force)</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>不支持</source>
        <translation>Not supported</translation>
    </message>
    <message>
        <source>支持项目</source>
        <translation>Supported</translation>
    </message>
    <message>
        <source>核定合计</source>
        <translation>Approved in all</translation>
    </message>
    <message>
        <source>资金尚余</source>
        <translation>Left in pool</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>人员与设置</source>
        <translation>People and settings</translation>
    </message>
    <message>
        <source>人员与密钥</source>
        <translation>People and keys</translation>
    </message>
    <message>
        <source>备份与核验</source>
        <translation>Backup and verification</translation>
    </message>
    <message>
        <source>外观与锁定</source>
        <translation>Look and locking</translation>
    </message>
</context>
<context>
    <name>SheetGrid</name>
    <message>
        <source>来表</source>
        <translation>Sheet</translation>
    </message>
</context>
<context>
    <name>SheetModel</name>
    <message>
        <source>本行不是申报：{reason}</source>
        <translation>This row is not an application: {reason}</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>人员</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>口令都忘了，凭恢复单打开…</source>
        <translation>All passwords forgotten: open with recovery sheet...</translation>
    </message>
    <message>
        <source>打开数据文件</source>
        <translation>Open data file</translation>
    </message>
    <message>
        <source>数据文件 (*.gyga)</source>
        <translation>Data file (*.gyga)</translation>
    </message>
    <message>
        <source>正在生成演示数据：导入、审核、定案、打印，约需十秒。</source>
        <translation>Making the demonstration data (import, review, decide, print); about ten seconds.</translation>
    </message>
    <message>
        <source>上次程序没有正常退出。已保存的记录不受影响，登录后回到当时的页面和项目。</source>
        <translation>The program did not close properly last time. Saved records are not affected; signing in returns to the page and project you were at.</translation>
    </message>
    <message>
        <source>复制报告</source>
        <translation>Copy report</translation>
    </message>
    <message>
        <source>收取任务包</source>
        <translation>Take in assignment</translation>
    </message>
    <message>
        <source>交换包 (*.gygap)</source>
        <translation>Package (*.gygap)</translation>
    </message>
    <message>
        <source>任务包是发给{name}的。收取后在本机新建一个数据文件，账户和口令与评审办公室的相同。</source>
        <translation>The assignment is for {name}. Taking it in makes a new data file on this machine, with the same account and password as at the review office.</translation>
    </message>
    <message>
        <source>{name}的口令</source>
        <translation>Password of {name}</translation>
    </message>
    <message>
        <source>封装口令</source>
        <translation>Package password</translation>
    </message>
    <message>
        <source>选择存放位置…</source>
        <translation>Choose where...</translation>
    </message>
    <message>
        <source>新建数据文件</source>
        <translation>New data file</translation>
    </message>
    <message>
        <source>从备份恢复</source>
        <translation>Restore from backup</translation>
    </message>
    <message>
        <source>正在核验备份并恢复…</source>
        <translation>Verifying the backup and restoring...</translation>
    </message>
    <message>
        <source>正在转换数据文件…</source>
        <translation>Converting the data file...</translation>
    </message>
    <message>
        <source>暂不使用（政策未写明的数值留空）</source>
        <translation>None for now (figures the policy leaves open stay blank)</translation>
    </message>
    <message>
        <source>样例指南（仅供演示和测试）</source>
        <translation>Sample guide (for demonstration and testing only)</translation>
    </message>
    <message>
        <source>选择指南文件…</source>
        <translation>Choose guide file...</translation>
    </message>
    <message>
        <source>已收取：{name}</source>
        <translation>Taken in: {name}</translation>
    </message>
    <message>
        <source>管理员姓名</source>
        <translation>Administrator's name</translation>
    </message>
    <message>
        <source>再输一次口令</source>
        <translation>Password again</translation>
    </message>
    <message>
        <source>年度申报指南</source>
        <translation>Guide of the year</translation>
    </message>
    <message>
        <source>{name} 将保存一个年度或多个年度的全部评审资料。管理员可以添加其他人员。</source>
        <translation>{name} will hold all review material of one or more years. The administrator can add others.</translation>
    </message>
    <message>
        <source>新建</source>
        <translation>Create</translation>
    </message>
    <message>
        <source>选择申报指南文件</source>
        <translation>Choose guide file</translation>
    </message>
    <message>
        <source>申报指南 (*.toml)</source>
        <translation>Guide (*.toml)</translation>
    </message>
    <message>
        <source>{name}（{role}）</source>
        <translation>{name} ({role})</translation>
    </message>
    <message>
        <source>这是演示数据，人员和申报资料均为虚构。各岗位的演示口令都是 {password}，已代为填好，按回车键即可登录。</source>
        <translation>Invented demonstration data. Every role's password is {password}; press Enter to sign in.</translation>
    </message>
    <message>
        <source>已恢复到 {at} 的第 {steps} 步。</source>
        <translation>Restored to step {steps}, {at}.</translation>
    </message>
    <message>
        <source>原文件另存为 {name}，比备份多 {lost} 步。</source>
        <translation>The former file is kept as {name}; it has {lost} steps more than the backup.</translation>
    </message>
    <message>
        <source>已改为加密存放，材料 {files} 个、备份 {copies} 份一并加密。请登录后制作恢复单。</source>
        <translation>Now encrypted, with {files} materials and {copies} backups. Sign in and make a recovery sheet.</translation>
    </message>
    <message>
        <source>已取消加密存放，材料 {files} 个一并改为明文；此前的备份仍是加密的。</source>
        <translation>No longer encrypted, {files} materials included; earlier backups stay encrypted.</translation>
    </message>
    <message>
        <source>还有 {left} 个文件未能加密，仍是明文；请检查磁盘，下次打开数据文件时自动继续。</source>
        <translation>{left} files could not be encrypted and are still plain; check the disk. It goes on by itself when the data file is next opened.</translation>
    </message>
    <message>
        <source>管理员的口令已另设。请登录后制作新的恢复单，并查明口令遗失的原因。</source>
        <translation>A new password is set for the administrator. Sign in, make a new recovery sheet, and find out why the passwords were lost.</translation>
    </message>
    <message>
        <source>大模型支持措施审核工作台</source>
        <translation>Large-Model Support Review Desk</translation>
    </message>
    <message>
        <source>贵阳贵安关于支持人工智能大模型发展的若干措施（试行）</source>
        <translation>Measures of Guiyang and Gui'an in Support of Large AI Models (Trial)</translation>
    </message>
    <message>
        <source>数据文件</source>
        <translation>Data file</translation>
    </message>
    <message>
        <source>打开其他文件…</source>
        <translation>Open another file...</translation>
    </message>
    <message>
        <source>新建数据文件…</source>
        <translation>New file...</translation>
    </message>
    <message>
        <source>收取任务包…</source>
        <translation>Assignment...</translation>
    </message>
    <message>
        <source>从备份恢复…</source>
        <translation>Restore...</translation>
    </message>
    <message>
        <source>打开演示数据</source>
        <translation>Demonstration</translation>
    </message>
    <message>
        <source>从哪里开始</source>
        <translation>Where to start</translation>
    </message>
    <message>
        <source>用虚构的申报资料走一遍：收件、审核、评分、定案、出表。</source>
        <translation>Walk through invented applications: intake, review, marks, decision, papers.</translation>
    </message>
    <message>
        <source>评审办公室用：新建一个数据文件，设置管理员。</source>
        <translation>For the review office: make a new data file and set its administrator.</translation>
    </message>
    <message>
        <source>打开已有数据文件…</source>
        <translation>Open a data file...</translation>
    </message>
    <message>
        <source>打开本机上的数据文件。</source>
        <translation>Open a data file on this machine.</translation>
    </message>
    <message>
        <source>审核员用：在自己的机器上收取经办人发来的任务包，也可以把文件拖到这里。</source>
        <translation>For reviewers: take in the assignment the clerk sent to your machine; you can also drag the file here.</translation>
    </message>
    <message>
        <source>数据文件打不开或丢失了：</source>
        <translation>The data file is lost or does not open:</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>进度</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>已保存 {time:%H:%M:%S} · {title}</source>
        <translation>Saved {time:%H:%M:%S} · {title}</translation>
    </message>
    <message>
        <source>正在处理…</source>
        <translation>Working...</translation>
    </message>
    <message>
        <source>约剩 {count} 秒</source>
        <translation>About {count} s left</translation>
    </message>
    <message>
        <source>约剩 {count} 分钟</source>
        <translation>About {count} min left</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>关闭提示</source>
        <translation>Dismiss</translation>
    </message>
</context>
<context>
    <name>SumsCard</name>
    <message>
        <source>合计</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>{yuan} 元</source>
        <translation>{yuan}</translation>
    </message>
    <message>
        <source>{count} 项，未计入</source>
        <translation>{count} not counted</translation>
    </message>
    <message>
        <source>无</source>
        <translation>No</translation>
    </message>
    <message>
        <source>共 {all} 个，尚余 {left} 个</source>
        <translation>{all} in all, {left} left</translation>
    </message>
    <message>
        <source>{count} 项</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>政策未定</source>
        <translation>Policy does not say</translation>
    </message>
    <message>
        <source>不限</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>支持项目</source>
        <translation>Supported</translation>
    </message>
    <message>
        <source>应得合计</source>
        <translation>Entitled in all</translation>
    </message>
    <message>
        <source>核定合计</source>
        <translation>Approved in all</translation>
    </message>
    <message>
        <source>市级承担</source>
        <translation>Borne by city</translation>
    </message>
    <message>
        <source>属地承担</source>
        <translation>Borne by district</translation>
    </message>
    <message>
        <source>金额或分担未定</source>
        <translation>Not settled</translation>
    </message>
    <message>
        <source>年度资金</source>
        <translation>Annual pool</translation>
    </message>
    <message>
        <source>资金尚余</source>
        <translation>Left in pool</translation>
    </message>
    <message>
        <source>名额</source>
        <translation>Place</translation>
    </message>
</context>
<context>
    <name>TableTaking</name>
    <message>
        <source>导入评分表…</source>
        <translation>Import score table...</translation>
    </message>
    <message>
        <source>制作评分表…</source>
        <translation>Make score table...</translation>
    </message>
    <message>
        <source>给没有本程序的专家：填好交回后，用“导入评分表”收入。</source>
        <translation>For experts without this program: filled in and returned, it is taken in with "Import score table".</translation>
    </message>
    <message>
        <source>评分表由经办人导入。</source>
        <translation>Score tables are imported by the clerk.</translation>
    </message>
    <message>
        <source>单元格</source>
        <translation>Cell</translation>
    </message>
    <message>
        <source>栏目</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>原文</source>
        <translation>As written</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>没有问题。</source>
        <translation>No problems.</translation>
    </message>
    <message>
        <source>评分表中的问题</source>
        <translation>Problems in the score table</translation>
    </message>
    <message>
        <source>选择评分表</source>
        <translation>Choose score table</translation>
    </message>
    <message>
        <source>表格 (*.xlsx *.xlsm *.xls *.et *.csv)</source>
        <translation>Table (*.xlsx *.xlsm *.xls *.et *.csv)</translation>
    </message>
    <message>
        <source>已导入 {cases} 个项目、{experts} 位专家的 {marks} 份评分，其中回避 {recused} 份；空白 {blank} 格按缺评处理。</source>
        <translation>Imported {marks} score sheets of {experts} experts for {cases} projects, {recused} of them recusals; {blank} empty cells count as missing.</translation>
    </message>
    <message>
        <source>另有 {count} 处问题没有导入，请在原表更正后再导入：</source>
        <translation>Not imported, as they have problems: {count}; correct the table and import again:</translation>
    </message>
</context>
<context>
    <name>TakeFace</name>
    <message>
        <source>收取</source>
        <translation>Taken in</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>去向</source>
        <translation>Treatment</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>需要留意的各项</source>
        <translation>Points to note</translation>
    </message>
    <message>
        <source>没有需要留意的内容。</source>
        <translation>Nothing to note.</translation>
    </message>
    <message>
        <source>{sender}的{title}第 {number} 号</source>
        <translation>{title} no. {number} from {sender}</translation>
    </message>
    <message>
        <source>这个包以前收过，重复收取不会改变任何内容。</source>
        <translation>This package was taken in before; taking it in again changes nothing.</translation>
    </message>
    <message>
        <source>预览不改动任何数据。较旧的和相同的不改动记录；需人工判定的保留两份，由本人或主任判定。</source>
        <translation>A preview changes nothing. Older and identical entries leave the record as it is; where a person must settle, both are kept for the person concerned or the chair.</translation>
    </message>
    <message>
        <source>按旧的申报内容答复的 {count} 项须再核。</source>
        <translation>{count} answered on old application data must be checked again.</translation>
    </message>
    <message>
        <source>不能收取</source>
        <translation>Cannot be taken in</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>年度</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>菜单</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>演示数据</source>
        <translation>Demonstration data</translation>
    </message>
    <message>
        <source>{year} 年</source>
        <translation>{year}</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>{word}“{title}”</source>
        <translation>{word} "{title}"</translation>
    </message>
    <message>
        <source>{title}（{key}）</source>
        <translation>{title} ({key})</translation>
    </message>
</context>
<context>
    <name>VerifyCard</name>
    <message>
        <source>结果</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>✓ 有效</source>
        <translation>✓ valid</translation>
    </message>
    <message>
        <source>✗ 有问题</source>
        <translation>✗ faulty</translation>
    </message>
    <message>
        <source>签名人或文书</source>
        <translation>Signer or paper</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>核验结果</source>
        <translation>Verification</translation>
    </message>
    <message>
        <source>文件上没有签名。</source>
        <translation>The file has no signatures.</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>核验 {name}</source>
        <translation>Verify {name}</translation>
    </message>
    <message>
        <source>核验通过</source>
        <translation>Verified</translation>
    </message>
    <message>
        <source>核验不通过</source>
        <translation>Not verified</translation>
    </message>
    <message>
        <source>{sentence}（{at}）</source>
        <translation>{sentence} ({at})</translation>
    </message>
    <message>
        <source>是本记录打印的文书，内容未被改动；文件上没有电子签名。</source>
        <translation>A paper printed from this record, unaltered; the file has no electronic signature.</translation>
    </message>
    <message>
        <source>登记扫描件 {name}</source>
        <translation>Registering the scan {name}</translation>
    </message>
    <message>
        <source>已登记 {count} 份</source>
        <translation>{count} registered</translation>
    </message>
    <message>
        <source>没有读出二维码；请核对这几页，或输入纸上的校验码登记。</source>
        <translation>No QR code could be read; look at these pages, or type the code on the paper to register it.</translation>
    </message>
    <message>
        <source>✗ 未读出</source>
        <translation>✗ Not read</translation>
    </message>
    <message>
        <source>签署 {count} 份文书</source>
        <translation>Signing {count} papers</translation>
    </message>
    <message>
        <source>已签名 {count} 份</source>
        <translation>{count} signed</translation>
    </message>
    <message>
        <source>✗ 未签名</source>
        <translation>✗ Not signed</translation>
    </message>
    <message>
        <source>✓ 已签名</source>
        <translation>✓ Signed</translation>
    </message>
    <message>
        <source>✓ 已登记</source>
        <translation>✓ Registered</translation>
    </message>
    <message>
        <source>✗ 未登记</source>
        <translation>✗ Not registered</translation>
    </message>
    <message>
        <source>扫描件第 {pages} 页</source>
        <translation>Page {pages} of the scan</translation>
    </message>
</context>
<context>
    <name>VoucherCard</name>
    <message>
        <source>智算券的内容</source>
        <translation>Parts of the voucher</translation>
    </message>
    <message>
        <source>申报表中办理环节为“兑付”的行；只记在这里，不改动已封存的项目。</source>
        <translation>Rows of workbooks whose stage is "兑付" (payment); kept here only, sealed projects do not change.</translation>
    </message>
    <message>
        <source>请在左侧选择智算券。</source>
        <translation>Choose a voucher on the left.</translation>
    </message>
    <message>
        <source>登记 {count}</source>
        <translation>Entries {count}</translation>
    </message>
    <message>
        <source>兑付申请 {count}</source>
        <translation>Payment claims {count}</translation>
    </message>
    <message>
        <source>项目编号</source>
        <translation>Project no.</translation>
    </message>
    <message>
        <source>合同编号</source>
        <translation>Contract no.</translation>
    </message>
    <message>
        <source>有效期自</source>
        <translation>Valid from</translation>
    </message>
    <message>
        <source>有效期至</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>额度（元）</source>
        <translation>Value (yuan)</translation>
    </message>
    <message>
        <source>已使用（元）</source>
        <translation>Used (yuan)</translation>
    </message>
    <message>
        <source>已兑付（元）</source>
        <translation>Paid out (yuan)</translation>
    </message>
    <message>
        <source>未使用（元）</source>
        <translation>Unused (yuan)</translation>
    </message>
    <message>
        <source>作废、退回（元）</source>
        <translation>Voided, returned (yuan)</translation>
    </message>
    <message>
        <source>核发人</source>
        <translation>Issued by</translation>
    </message>
    <message>
        <source>日期</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>金额（元）</source>
        <translation>Amount (yuan)</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>核发之后还没有登记。</source>
        <translation>No entries since issue.</translation>
    </message>
    <message>
        <source>付款日期</source>
        <translation>Date paid</translation>
    </message>
    <message>
        <source>已付金额（元）</source>
        <translation>Amount paid (yuan)</translation>
    </message>
    <message>
        <source>发票金额（元）</source>
        <translation>Amount invoiced (yuan)</translation>
    </message>
    <message>
        <source>来源</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>兑付申请</source>
        <translation>Payment claims</translation>
    </message>
    <message>
        <source>还没有收到兑付申请。</source>
        <translation>No payment claims received.</translation>
    </message>
</context>
<context>
    <name>VouchersPage</name>
    <message>
        <source>核发…</source>
        <translation>Issue...</translation>
    </message>
    <message>
        <source>逾期作废…</source>
        <translation>Void expired...</translation>
    </message>
    <message>
        <source>智算券</source>
        <translation>Vouchers</translation>
    </message>
    <message>
        <source>按已封存的决定核发；余额＝年度总额－核发＋作废＋退回。</source>
        <translation>Issued under sealed decisions. Balance = annual total − issued + voided + returned.</translation>
    </message>
    <message>
        <source>年度总额（元）</source>
        <translation>Annual total (yuan)</translation>
    </message>
    <message>
        <source>已核发</source>
        <translation>Issued</translation>
    </message>
    <message>
        <source>已使用</source>
        <translation>Used</translation>
    </message>
    <message>
        <source>已兑付</source>
        <translation>Paid out</translation>
    </message>
    <message>
        <source>作废、退回</source>
        <translation>Voided, returned</translation>
    </message>
    <message>
        <source>余额（元）</source>
        <translation>Balance (yuan)</translation>
    </message>
    <message>
        <source>登记使用…</source>
        <translation>Record use...</translation>
    </message>
    <message>
        <source>兑付…</source>
        <translation>Pay out...</translation>
    </message>
    <message>
        <source>核销…</source>
        <translation>Settle...</translation>
    </message>
    <message>
        <source>退回…</source>
        <translation>Return...</translation>
    </message>
    <message>
        <source>到“遴选定案”页</source>
        <translation>Go to "Selection"</translation>
    </message>
    <message>
        <source>还没有核发智算券</source>
        <translation>No vouchers issued yet</translation>
    </message>
    <message>
        <source>全部待核发的 {count} 个项目，{total} 元</source>
        <translation>All {count} projects awaiting issue, {total} yuan</translation>
    </message>
    <message>
        <source>核发范围</source>
        <translation>What to issue</translation>
    </message>
    <message>
        <source>自哪天起有效</source>
        <translation>Valid from</translation>
    </message>
    <message>
        <source>券的额度为封存的拟支持金额，有效期按指南由起始日期推算。核发后未使用的，可以撤销。</source>
        <translation>A voucher's value is the sealed amount; its validity follows from the first day under the guide. Unused, the issue can be undone.</translation>
    </message>
    <message>
        <source>核发智算券</source>
        <translation>Issue vouchers</translation>
    </message>
    <message>
        <source>核发</source>
        <translation>Issue</translation>
    </message>
    <message>
        <source>逾期作废</source>
        <translation>Void expired</translation>
    </message>
    <message>
        <source>到这一天已过有效期而没有用完的券，未使用的部分作废，回到当年余额。各年度的券一并办理。</source>
        <translation>Vouchers expired by this day and not used up: the unused part is voided and returns to its year's balance. Vouchers of all years together.</translation>
    </message>
    <message>
        <source>作废日期</source>
        <translation>Date of voiding</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>截至 {day} 没有逾期未用完的智算券。</source>
        <translation>No unused vouchers had expired by {day}.</translation>
    </message>
    <message>
        <source> 等</source>
        <translation> and others</translation>
    </message>
    <message>
        <source>{names}共 {count} 张，未使用的 {sums} 元将作废。</source>
        <translation>{names}: {count} in all, {sums} yuan unused will be voided.</translation>
    </message>
    <message>
        <source>作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>金额（元）</source>
        <translation>Amount (yuan)</translation>
    </message>
    <message>
        <source>日期</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>{number} {applicant}，合同 {contract}，未使用 {left} 元，已使用未兑付 {due} 元，有效期至 {until}。</source>
        <translation>{number} {applicant}, contract {contract}, {left} yuan unused, {due} yuan used and not paid out, valid until {until}.</translation>
    </message>
    <message>
        <source>登记{kind}</source>
        <translation>Record: {kind}</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>已核发 {count} 张智算券，共 {total} 元。</source>
        <translation>Vouchers issued: {count}, {total} yuan in all.</translation>
    </message>
    <message>
        <source>{count} 张智算券逾期作废，{total} 元回到余额。</source>
        <translation>Expired vouchers voided: {count}; {total} yuan returned to the balance.</translation>
    </message>
    <message>
        <source>还有 {count} 个拟支持的项目没有核发。</source>
        <translation>Proposed for support and awaiting issue: {count}.</translation>
    </message>
    <message>
        <source>{year} 年已封存、待核发的有 {count} 个项目，按“核发…”办理。</source>
        <translation>Sealed in {year} and awaiting issue: {count}; use "Issue...".</translation>
    </message>
    <message>
        <source>措施一的决定封存之后，拟支持的项目在这里核发智算券，并登记使用、兑付、核销、退回和作废。</source>
        <translation>Once the decision on measure 1 is sealed, vouchers are issued to the supported projects here, and use, payment, settlement, return and voiding are recorded.</translation>
    </message>
    <message>
        <source>券号</source>
        <translation>Voucher no.</translation>
    </message>
    <message>
        <source>申领单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>额度（元）</source>
        <translation>Value (yuan)</translation>
    </message>
    <message>
        <source>未使用（元）</source>
        <translation>Unused (yuan)</translation>
    </message>
    <message>
        <source>有效期至</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>重新汇总</source>
        <translation>Work out again</translation>
    </message>
    <message>
        <source>正在汇总 {count} 个项目…</source>
        <translation>Working out the year (projects: {count})...</translation>
    </message>
    <message>
        <source>逐项核对条件、计算金额和排名，汇总完即显示本页。期间可以打开其他页面。</source>
        <translation>Conditions, amounts and ranks are worked out project by project; this page then appears. Other pages can be opened meanwhile.</translation>
    </message>
    <message>
        <source>汇总已停止</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>未能汇总</source>
        <translation>Could not be worked out</translation>
    </message>
    <message>
        <source>记录没有改动；本页要汇总后才能显示。</source>
        <translation>The record is unchanged; this page appears once the year has been worked out.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>大模型支持措施审核工作台</source>
        <translation>Large-Model Support Review Desk</translation>
    </message>
    <message>
        <source>{name} 由经办人、审核员或主任收取。</source>
        <translation>{name} is taken in by a clerk, a reviewer or the chair.</translation>
    </message>
    <message>
        <source>{store} – 大模型支持措施审核工作台</source>
        <translation>{store} – Review Desk</translation>
    </message>
</context>
<context>
    <name>WorkbookView</name>
    <message>
        <source>全部导入</source>
        <translation>Import all</translation>
    </message>
    <message>
        <source>只导入无误的行</source>
        <translation>Import sound rows only</translation>
    </message>
    <message>
        <source>沿用以前的答复</source>
        <translation>Use earlier answers</translation>
    </message>
    <message>
        <source>换一个文件…</source>
        <translation>Another file...</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>退回</source>
        <translation>Send back</translation>
    </message>
    <message>
        <source>退回申报单位：原表逐格标注问题，或每个单位一份补正清单。</source>
        <translation>Send back to applicants: the original with problems marked cell by cell, or a supplement list for each.</translation>
    </message>
    <message>
        <source>标注问题的原表…</source>
        <translation>Original with problems marked...</translation>
    </message>
    <message>
        <source>各单位补正清单…</source>
        <translation>Supplement lists by applicant...</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>New</translation>
    </message>
    <message>
        <source>变化</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>相同</source>
        <translation>Same</translation>
    </message>
    <message>
        <source>暂不收件</source>
        <translation>Held back</translation>
    </message>
    <message>
        <source>待答复</source>
        <translation>To answer</translation>
    </message>
    <message>
        <source>工作簿的内容</source>
        <translation>Parts of the workbook</translation>
    </message>
    <message>
        <source>来表与问题 {count}</source>
        <translation>Sheets and problems {count}</translation>
    </message>
    <message>
        <source>资料变化 {count}</source>
        <translation>Changes {count}</translation>
    </message>
    <message>
        <source>（隐藏）</source>
        <translation> (hidden)</translation>
    </message>
    <message>
        <source>{column}（{cell}）：表中 {stated} 元，逐行相加 {computed} 元</source>
        <translation>{column} ({cell}): stated {stated} yuan, rows add up to {computed} yuan</translation>
    </message>
    <message>
        <source>合计 {count} 处与逐行相加一致</source>
        <translation>{count} totals agree with their rows</translation>
    </message>
    <message>
        <source>这张表没有写明合计。</source>
        <translation>This sheet states no totals.</translation>
    </message>
    <message>
        <source>原文“{raw}”，更正为“{said}”</source>
        <translation>Written "{raw}", corrected to "{said}"</translation>
    </message>
    <message>
        <source>没有可以导入的行。请答复或更正右边的问题，或退回申报单位改正后重新导入。</source>
        <translation>No rows can be imported. Answer or correct the problems on the right, or send the workbook back to be corrected.</translation>
    </message>
    <message>
        <source>各行都能收，但有须改正之处，见右边；可以先导入无误的行，其余退回改正。</source>
        <translation>Every row can be taken, but something must be corrected: see the right side. Import the sound rows first and send the rest back.</translation>
    </message>
    <message>
        <source>有 {held} 行暂不能收。可以在这里答复、更正，或退回改正；也可以先导入其余无误的行。</source>
        <translation>{held} rows cannot be taken in yet. Answer or correct them here or send them back; or import the sound rows first.</translation>
    </message>
    <message>
        <source>{batch}（{count} 个）</source>
        <translation>{batch} ({count})</translation>
    </message>
    <message>
        <source>其中有批次 {again} 收过的项目。</source>
        <translation>Includes projects taken in with batch {again}.</translation>
    </message>
    <message>
        <source>没有须改正的问题，可以全部导入。</source>
        <translation>Nothing needs correcting; all can be imported.</translation>
    </message>
    <message>
        <source>这个文件已作为批次 {batch} 导入，内容完全相同，不需要再次导入。</source>
        <translation>This file is already imported as batch {batch}, with the same content; there is no need to import it again.</translation>
    </message>
    <message>
        <source>文件内容与已有资料完全相同，不需要导入。</source>
        <translation>The content is the same as what is on record; nothing to import.</translation>
    </message>
    <message>
        <source>其中 {count} 行是智算券兑付申请，记在券上，不改动已封存的项目。</source>
        <translation>{count} rows are voucher payment claims; they are kept with the voucher, and sealed projects do not change.</translation>
    </message>
    <message>
        <source>第 {row} 行：{reason}</source>
        <translation>Row {row}: {reason}</translation>
    </message>
    <message>
        <source>工作表</source>
        <translation>Sheet</translation>
    </message>
    <message>
        <source>措施</source>
        <translation>Measure</translation>
    </message>
    <message>
        <source>暂不收</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>跳过的行</source>
        <translation>Skipped rows</translation>
    </message>
    <message>
        <source>没有认出工作表。</source>
        <translation>No sheet was recognised.</translation>
    </message>
    <message>
        <source>{measure}明细</source>
        <translation>{measure} details</translation>
    </message>
    <message>
        <source>不收</source>
        <translation>Leave out</translation>
    </message>
    <message>
        <source>合计栏</source>
        <translation>Total of</translation>
    </message>
    <message>
        <source>表中合计（元）</source>
        <translation>Stated (yuan)</translation>
    </message>
    <message>
        <source>逐行相加（元）</source>
        <translation>Rows add up to (yuan)</translation>
    </message>
    <message>
        <source>核对</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>一致</source>
        <translation>Agrees</translation>
    </message>
    <message>
        <source>不一致</source>
        <translation>Differs</translation>
    </message>
    <message>
        <source>合计核对</source>
        <translation>Totals</translation>
    </message>
    <message>
        <source>工作簿里没有写明合计。</source>
        <translation>The workbook states no totals.</translation>
    </message>
    <message>
        <source>项目</source>
        <translation>Project</translation>
    </message>
    <message>
        <source>申报单位</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>栏目</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>原为</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>改为</source>
        <translation>Becomes</translation>
    </message>
    <message>
        <source>资料变化</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>没有改动已收项目的资料。</source>
        <translation>Nothing changes in projects taken in.</translation>
    </message>
    <message>
        <source>各表与合计</source>
        <translation>Sheets and totals</translation>
    </message>
    <message>
        <source>F8 下一处　Shift+F8 上一处　数字键答复　B 整列　F2 更正　F6 表格与清单</source>
        <translation>F8 next, Shift+F8 back, 1-9 answer, B column, F2 correct, F6 list</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>空白申报表…</source>
        <translation>Blank application form...</translation>
    </message>
    <message>
        <source>导出项目表…</source>
        <translation>Export project table...</translation>
    </message>
    <message>
        <source>补正清单…</source>
        <translation>Supplement lists...</translation>
    </message>
    <message>
        <source>导出年度案卷…</source>
        <translation>Export dossier of the year...</translation>
    </message>
    <message>
        <source>查找命令、页面、项目…</source>
        <translation>Find command, page, project...</translation>
    </message>
    <message>
        <source>全部项目…</source>
        <translation>All cases...</translation>
    </message>
    <message>
        <source>刷新页面</source>
        <translation>Refresh page</translation>
    </message>
    <message>
        <source>备份数据文件…</source>
        <translation>Back up data file...</translation>
    </message>
    <message>
        <source>核验数据文件…</source>
        <translation>Verify data file...</translation>
    </message>
    <message>
        <source>修改口令…</source>
        <translation>Change password...</translation>
    </message>
    <message>
        <source>锁定</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>切换人员或数据文件…</source>
        <translation>Change person or data file...</translation>
    </message>
    <message>
        <source>使用手册</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>版本变化</source>
        <translation>What's new</translation>
    </message>
    <message>
        <source>关于</source>
        <translation>About</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>选择申报工作簿…</source>
        <translation>Choose application workbook...</translation>
    </message>
    <message>
        <source>下一项</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>上一项</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>下一个未答完的项目</source>
        <translation>Next unfinished project</translation>
    </message>
    <message>
        <source>在待审项目中查找</source>
        <translation>Find among projects to review</translation>
    </message>
    <message>
        <source>放大证据</source>
        <translation>Enlarge</translation>
    </message>
    <message>
        <source>逐项说明…</source>
        <translation>Explain...</translation>
    </message>
    <message>
        <source>拟定名单…</source>
        <translation>Propose list...</translation>
    </message>
    <message>
        <source>封存决定…</source>
        <translation>Seal decision...</translation>
    </message>
    <message>
        <source>打印全部文书…</source>
        <translation>Print all papers...</translation>
    </message>
    <message>
        <source>签署等待本人签名的全部文书…</source>
        <translation>Sign all papers that wait for me...</translation>
    </message>
    <message>
        <source>导出本项目案卷…</source>
        <translation>Export dossier of this project...</translation>
    </message>
    <message>
        <source>封装交换包…</source>
        <translation>Pack a package...</translation>
    </message>
    <message>
        <source>收取交换包…</source>
        <translation>Take in package...</translation>
    </message>
    <message>
        <source>增加人员…</source>
        <translation>Add person...</translation>
    </message>
    <message>
        <source>写出锚点…</source>
        <translation>Write anchor...</translation>
    </message>
    <message>
        <source>凭锚点核验数据文件…</source>
        <translation>Verify data file against an anchor...</translation>
    </message>
    <message>
        <source>对照新指南…</source>
        <translation>Compare with a new guide...</translation>
    </message>
    <message>
        <source>收取申报指南…</source>
        <translation>Take in a guide...</translation>
    </message>
    <message>
        <source>签发申报指南…</source>
        <translation>Issue a guide...</translation>
    </message>
    <message>
        <source>改为加密存放或取消加密…</source>
        <translation>Encrypt or remove encryption...</translation>
    </message>
    <message>
        <source>制作恢复单…</source>
        <translation>Make recovery sheet...</translation>
    </message>
    <message>
        <source>从备份恢复…</source>
        <translation>Restore from backup...</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>工作台</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>收件</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>审核</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>评分排名</source>
        <translation>Marks</translation>
    </message>
    <message>
        <source>遴选定案</source>
        <translation>Selection</translation>
    </message>
    <message>
        <source>文书</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>智算券</source>
        <translation>Vouchers</translation>
    </message>
    <message>
        <source>台账</source>
        <translation>Ledgers</translation>
    </message>
    <message>
        <source>交换</source>
        <translation>Exchange</translation>
    </message>
    <message>
        <source>政策</source>
        <translation>Policy</translation>
    </message>
    <message>
        <source>历史记录</source>
        <translation>History</translation>
    </message>
    <message>
        <source>人员与设置</source>
        <translation>Settings</translation>
    </message>
</context>
</TS>
