<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutSheet</name>
    <message>
        <source>Grid Command</source>
        <translation>网格指挥台</translation>
    </message>
    <message>
        <source>The desk of a city&apos;s grid-governance command centre.</source>
        <translation>城市网格化治理指挥中心的指挥台。</translation>
    </message>
    <message>
        <source>About Grid Command</source>
        <translation>关于网格指挥台</translation>
    </message>
    <message>
        <source>It sends nothing to anybody: no statistics, no crash reports, nothing fetched from the internet unless somebody chooses a base map from there. Licences of fonts, icons, outlines and names stand beside them in the folder resources.</source>
        <translation>本程序不向任何人发送任何内容：不统计、不上报崩溃；除非有人选用网上的底图，运行时不从互联网获取任何东西。字体、图标、区划轮廓与名称的许可说明见 resources 文件夹。</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>Notices</source>
        <extracomment>The verb that says the room knows. What was aside when this desk was closed, until there is a picture to hold it against.</extracomment>
        <translation>通知</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>声音开关</translation>
    </message>
    <message>
        <source>The flood of notices is over: each stands for itself again and sounds again.</source>
        <translation>通知高峰已过：恢复逐条显示与响铃。</translation>
    </message>
    <message>
        <source>Notices that are put aside</source>
        <translation>已搁置的通知</translation>
    </message>
    <message>
        <source>{count} notices in ten minutes. Alike ones stand as one, lesser ones are put aside for a quarter of an hour (Shift+F8), only the severest sounds.</source>
        <translation>十分钟内 {count} 条通知：相似的合并为一条，较轻的搁置一刻钟（Shift+F8 查看），只有最严重的会响铃。</translation>
    </message>
</context>
<context>
    <name>AllCharts</name>
    <message>
        <source>{name}: {count} cases, {late} of them late</source>
        <translation>{name}：{count} 件，其中超时 {late} 件</translation>
    </message>
    <message>
        <source>{name}: {time} on average, of {count} cases</source>
        <translation>{name}：平均 {time}，共 {count} 件</translation>
    </message>
    <message>
        <source>, limit {time}</source>
        <translation>，限时 {time}</translation>
    </message>
    <message>
        <source>Open by stage</source>
        <translation>在办 · 按环节</translation>
    </message>
    <message>
        <source>Mean time in each stage</source>
        <translation>各环节平均时长</translation>
    </message>
    <message>
        <source>Cases in hand a person</source>
        <translation>人均在手事件</translation>
    </message>
    <message>
        <source>{people} on duty, {free} of them with none, {mean} each, {most} at most</source>
        <translation>在岗 {people} 人，其中 {free} 人无在手；人均 {mean} 件，最多 {most} 件</translation>
    </message>
</context>
<context>
    <name>Archive</name>
    <message>
        <source>Closed incidents</source>
        <translation>已结案事件</translation>
    </message>
    <message>
        <source>All cases of the filter, also long closed ones</source>
        <translation>筛选的全部案件（含早已办结的）</translation>
    </message>
</context>
<context>
    <name>ArchiveModel</name>
    <message>
        <source>Closed</source>
        <translation>结案时间</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Ended as</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>open</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
</context>
<context>
    <name>ArchiveView</name>
    <message>
        <source>{shown} or more of {total} closed</source>
        <extracomment>Milliseconds without a key before what was typed is looked for.</extracomment>
        <translation>已显示 {shown} 件以上，共办结 {total} 件</translation>
    </message>
    <message>
        <source>{shown} of {total} closed</source>
        <translation>{shown} 件，共办结 {total} 件</translation>
    </message>
    <message>
        <source>received {time}</source>
        <translation>{time} 受理</translation>
    </message>
    <message>
        <source>Settled by {name}</source>
        <translation>由 {name} 处置</translation>
    </message>
    <message>
        <source>{area}  ×</source>
        <translation>{area}  ×</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全部区域</translation>
    </message>
    <message>
        <source>Look everywhere again</source>
        <translation>恢复为全部区域</translation>
    </message>
    <message>
        <source>An area chosen in the tree</source>
        <translation>在区域树中选择的区域</translation>
    </message>
    <message>
        <source>Title, text, address, case number, phone</source>
        <translation>标题、内容、地址、案件编号、电话</translation>
    </message>
    <message>
        <source>Look for closed incidents</source>
        <translation>查找已结案事件</translation>
    </message>
    <message>
        <source>Closed incidents</source>
        <translation>已结案事件</translation>
    </message>
    <message>
        <source>{shown} cases or more</source>
        <translation>{shown} 件以上</translation>
    </message>
    <message>
        <source>{shown} cases</source>
        <translation>{shown} 件</translation>
    </message>
</context>
<context>
    <name>ArchiveWindow</name>
    <message>
        <source>Closed incidents</source>
        <translation>已结案事件</translation>
    </message>
</context>
<context>
    <name>ArrangeButton</name>
    <message>
        <source>Order</source>
        <extracomment>The letter and the digit that choose one in the menu.</extracomment>
        <translation>排序</translation>
    </message>
    <message>
        <source>Under headings by</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Open all</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Order and headings: {order}, {groups}   Ctrl+G</source>
        <translation>排序与分组：{order}，{groups}   Ctrl+G</translation>
    </message>
</context>
<context>
    <name>Arranging</name>
    <message>
        <source>Workspaces and panes</source>
        <extracomment>So many workspaces have a key; panes one more, the tenth on the zero.</extracomment>
        <translation>工作区与窗格</translation>
    </message>
    <message>
        <source>Arrange this pane</source>
        <translation>调整当前窗格</translation>
    </message>
    <message>
        <source>Take back the last arranging</source>
        <translation>撤销上一步布局调整</translation>
    </message>
    <message>
        <source>Back to the saved layout</source>
        <translation>恢复已保存的布局</translation>
    </message>
    <message>
        <source>Bring all windows home</source>
        <translation>所有窗口移回主窗口</translation>
    </message>
    <message>
        <source>{pane}: own window / back</source>
        <translation>{pane}：单独窗口 / 移回</translation>
    </message>
    <message>
        <source>{pane}: show</source>
        <translation>{pane}：显示</translation>
    </message>
    <message>
        <source>{pane}: hide</source>
        <translation>{pane}：隐藏</translation>
    </message>
    <message>
        <source>Workspace: {name}</source>
        <translation>工作区：{name}</translation>
    </message>
    <message>
        <source>There is no arranging to take back.</source>
        <translation>没有可撤销的布局调整。</translation>
    </message>
    <message>
        <source>Bring back into the desk window</source>
        <translation>移回主窗口</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>在单独窗口中打开</translation>
    </message>
    <message>
        <source>Fill monitor {number}</source>
        <translation>铺满第 {number} 块显示器</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Left of</source>
        <translation>放在…左侧</translation>
    </message>
    <message>
        <source>Right of</source>
        <translation>放在…右侧</translation>
    </message>
    <message>
        <source>Above</source>
        <translation>放在…上方</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>放在…下方</translation>
    </message>
    <message>
        <source>As a tab with</source>
        <translation>与…合为标签页</translation>
    </message>
</context>
<context>
    <name>BarList</name>
    <message>
        <source>{count} others</source>
        <extracomment>The key of the last row where the rest is summed up.</extracomment>
        <translation>其余 {count} 项</translation>
    </message>
</context>
<context>
    <name>BaseChoice</name>
    <message>
        <source>Base map: the city&apos;s own, a file or a server</source>
        <translation>底图：本市自带、文件或服务器</translation>
    </message>
    <message>
        <source>The city&apos;s own ground</source>
        <translation>本市自带底图</translation>
    </message>
    <message>
        <source>always there, needs no network</source>
        <translation>始终可用，不需要网络</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Roads, water, green and built-up land as this city has them.</source>
        <translation>本市自己的道路、水系、绿地和建成区。</translation>
    </message>
    <message>
        <source>{name}: {count} levels of its own, in web mercator</source>
        <translation>{name}：自有 {count} 级，Web 墨卡托</translation>
    </message>
    <message>
        <source>{name}: {count} levels of its own, in degrees</source>
        <translation>{name}：自有 {count} 级，经纬度</translation>
    </message>
    <message>
        <source>{name}: web mercator, levels {least} to {most}</source>
        <translation>{name}：Web 墨卡托，{least} 至 {most} 级</translation>
    </message>
    <message>
        <source>{name}: degrees, levels {least} to {most}</source>
        <translation>{name}：经纬度，{least} 至 {most} 级</translation>
    </message>
</context>
<context>
    <name>BaseSheet</name>
    <message>
        <source>Added.</source>
        <translation>已添加。</translation>
    </message>
    <message>
        <source>Key for {server}</source>
        <translation>{server} 的密钥</translation>
    </message>
    <message>
        <source>Give the path of a file or the address of a server first.</source>
        <translation>请先填写文件路径或服务器地址。</translation>
    </message>
    <message>
        <source>Trying it …</source>
        <translation>正在试用…</translation>
    </message>
    <message>
        <source>A file of tiles</source>
        <translation>瓦片文件</translation>
    </message>
    <message>
        <source>Map tiles (*.mbtiles *.pmtiles)</source>
        <translation>地图瓦片 (*.mbtiles *.pmtiles)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>File or address</source>
        <translation>文件或地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Its coordinates</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>It shows</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Base map</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Enter shows one · Esc closes</source>
        <translation>回车切换 · Esc 关闭</translation>
    </message>
    <message>
        <source>Base maps</source>
        <translation>底图列表</translation>
    </message>
    <message>
        <source>Keep the key</source>
        <translation>保存密钥</translation>
    </message>
    <message>
        <source>Take out of the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Try and add</source>
        <translation>试用并添加</translation>
    </message>
    <message>
        <source>as the file or server is called</source>
        <translation>默认用文件名或服务器名</translation>
    </message>
    <message>
        <source>only where the server asks for one</source>
        <translation>服务器要求时才填</translation>
    </message>
    <message>
        <source>WGS-84 or CGCS2000</source>
        <translation>WGS-84 或 CGCS2000</translation>
    </message>
    <message>
        <source>GCJ-02 (most Chinese web maps)</source>
        <translation>GCJ-02（多数国内网络地图）</translation>
    </message>
    <message>
        <source>as its pictures suggest</source>
        <translation>按图片自动判断</translation>
    </message>
    <message>
        <source>a drawn map</source>
        <translation>绘制的地图</translation>
    </message>
    <message>
        <source>photographs from above</source>
        <translation>航拍影像</translation>
    </message>
    <message>
        <source>what must stay as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Choose a layer of this server.</source>
        <extracomment>Logical pixels.</extracomment>
        <translation>请选择该服务的一个图层。</translation>
    </message>
    <message>
        <source>town.pmtiles, https://server/wmts, https://server/{z}/{x}/{y}.png</source>
        <translation>town.pmtiles、https://服务器/wmts 或 https://服务器/{z}/{x}/{y}.png</translation>
    </message>
</context>
<context>
    <name>Bases</name>
    <message>
        <source>The choice of base map cannot be kept: {reason}</source>
        <translation>底图的选择存不下来：{reason}</translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>Nobody on duty can be there by road. Drop it on a community or street instead.</source>
        <translation>没有在岗人员能经道路到达，可拖到社区或街道派遣。</translation>
    </message>
</context>
<context>
    <name>CandidateRow</name>
    <message>
        <source>{count} in hand</source>
        <translation>在办 {count} 件</translation>
    </message>
    <message>
        <source>nothing in hand</source>
        <translation>无在办</translation>
    </message>
    <message>
        <source>deadline holds</source>
        <translation>时限可保</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>赶不上时限</translation>
    </message>
</context>
<context>
    <name>Candidates</name>
    <message>
        <source>{there}, deadline holds</source>
        <translation>{there}，时限可保</translation>
    </message>
    <message>
        <source>{there}, too late for the deadline</source>
        <translation>{there}，赶不上时限</translation>
    </message>
</context>
<context>
    <name>Carrying</name>
    <message>
        <source>In a window of its own</source>
        <extracomment>The slip hangs so far to the lower right of the pointer.</extracomment>
        <translation>放入单独窗口</translation>
    </message>
    <message>
        <source>Stays where it is</source>
        <translation>位置不变</translation>
    </message>
    <message>
        <source>Along the left edge</source>
        <translation>沿左侧边缘</translation>
    </message>
    <message>
        <source>Along the right edge</source>
        <translation>沿右侧边缘</translation>
    </message>
    <message>
        <source>Along the upper edge</source>
        <translation>沿上侧边缘</translation>
    </message>
    <message>
        <source>Along the lower edge</source>
        <translation>沿下侧边缘</translation>
    </message>
    <message>
        <source>Left of: {pane}</source>
        <translation>放在左侧：{pane}</translation>
    </message>
    <message>
        <source>Right of: {pane}</source>
        <translation>放在右侧：{pane}</translation>
    </message>
    <message>
        <source>Above: {pane}</source>
        <translation>放在上方：{pane}</translation>
    </message>
    <message>
        <source>Below: {pane}</source>
        <translation>放在下方：{pane}</translation>
    </message>
    <message>
        <source>As a tab with: {pane}</source>
        <translation>与其合为标签页：{pane}</translation>
    </message>
</context>
<context>
    <name>CheatSheet</name>
    <message>
        <source>Keys</source>
        <extracomment>The sheet has so many columns.</extracomment>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Esc closes</source>
        <translation>Esc 关闭</translation>
    </message>
</context>
<context>
    <name>CityFigures</name>
    <message>
        <source>Residents</source>
        <extracomment>Figures that are shares (0..1), shown in per cent.</extracomment>
        <translation>居民人数</translation>
    </message>
    <message>
        <source>Registered on the residents&apos; platform</source>
        <translation>居民平台注册人数</translation>
    </message>
    <message>
        <source>Districts</source>
        <translation>区</translation>
    </message>
    <message>
        <source>Streets and towns</source>
        <translation>街道（乡镇）</translation>
    </message>
    <message>
        <source>Villages and communities</source>
        <translation>村（社区）</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>职能部门</translation>
    </message>
    <message>
        <source>Departments on the district platform</source>
        <translation>区级平台部门</translation>
    </message>
    <message>
        <source>Video feeds</source>
        <translation>视频路数</translation>
    </message>
    <message>
        <source>Full-time people</source>
        <translation>专职人员</translation>
    </message>
    <message>
        <source>Part-time legal-affairs grid workers</source>
        <translation>兼职政法网格员</translation>
    </message>
    <message>
        <source>Estates with a managing company</source>
        <translation>有物业小区</translation>
    </message>
    <message>
        <source>Estates without a managing company</source>
        <translation>无物业小区</translation>
    </message>
    <message>
        <source>Items of the work list</source>
        <translation>网格工作清单事项</translation>
    </message>
    <message>
        <source>Classes of incidents</source>
        <translation>事件大类</translation>
    </message>
    <message>
        <source>Items a day</source>
        <translation>日均办件</translation>
    </message>
    <message>
        <source>Satisfaction</source>
        <translation>群众满意度</translation>
    </message>
    <message>
        <source>Public services</source>
        <translation>公共服务事项</translation>
    </message>
    <message>
        <source>Services without a visit</source>
        <translation>不见面办理事项</translation>
    </message>
    <message>
        <source>Online items</source>
        <translation>线上受理事项</translation>
    </message>
    <message>
        <source>Online items settled</source>
        <translation>线上办结率</translation>
    </message>
    <message>
        <source>Subsystems</source>
        <translation>子系统</translation>
    </message>
    <message>
        <source>Categories of clues</source>
        <translation>线索类别</translation>
    </message>
    <message>
        <source>Linked platforms (city, district, street)</source>
        <translation>三级联动平台（市、区、街道）</translation>
    </message>
    <message>
        <source>Parts of the city platform</source>
        <translation>市级平台板块</translation>
    </message>
    <message>
        <source>Modules of the platform</source>
        <translation>平台模块</translation>
    </message>
    <message>
        <source>Functions in one platform</source>
        <translation>平台集成功能</translation>
    </message>
    <message>
        <source>Standard procedures</source>
        <translation>标准化流程</translation>
    </message>
    <message>
        <source>Departments with inspection templates</source>
        <translation>有检查模板的部门</translation>
    </message>
    <message>
        <source>Levels of the centre</source>
        <translation>治理中心层级</translation>
    </message>
    <message>
        <source>Systems joined</source>
        <translation>贯通系统</translation>
    </message>
    <message>
        <source>Data items shared</source>
        <translation>共享数据项</translation>
    </message>
    <message>
        <source>Kinds of business finished in time</source>
        <translation>限时办结业务类别</translation>
    </message>
    <message>
        <source>Indicators of the safety index</source>
        <translation>安全指数指标</translation>
    </message>
    <message>
        <source>Kinds of risk forecast</source>
        <translation>事前预测风险类别</translation>
    </message>
    <message>
        <source>Kinds of risk guided while they happen</source>
        <translation>事中引导风险类别</translation>
    </message>
    <message>
        <source>Kinds of risk analysed after</source>
        <translation>事后分析风险类别</translation>
    </message>
    <message>
        <source>Minutes for a scan of all cameras</source>
        <translation>全城视频巡检分钟数</translation>
    </message>
    <message>
        <source>Linked sources</source>
        <translation>接入来源</translation>
    </message>
    <message>
        <source>Steps of deliberation</source>
        <translation>议事环节</translation>
    </message>
    <message>
        <source>Kinds of topics deliberated</source>
        <translation>议题类别</translation>
    </message>
</context>
<context>
    <name>CitySheet</name>
    <message>
        <source>What the city says of itself</source>
        <extracomment>More figures than this stand in two columns.</extracomment>
        <translation>城市基本情况</translation>
    </message>
    <message>
        <source>About this city</source>
        <translation>关于本城市</translation>
    </message>
</context>
<context>
    <name>ClosureRow</name>
    <message>
        <source>Road without a name</source>
        <translation>无名道路</translation>
    </message>
    <message>
        <source>since {time}, {name}</source>
        <translation>自 {time} 起，{name}</translation>
    </message>
    <message>
        <source>opens by itself in {span}</source>
        <translation>{span} 后自动开放</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>恢复通行</translation>
    </message>
    <message>
        <source>Open {road} again</source>
        <translation>恢复 {road} 通行</translation>
    </message>
    <message>
        <source>Show {road} on the map</source>
        <translation>在地图上查看 {road}</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type Chinese, pinyin, its initials, a code or a phone number.</source>
        <translation>可输入中文、拼音、拼音首字母、编码或电话。</translation>
    </message>
    <message>
        <source>The names of the city are being read…</source>
        <translation>正在读取全市名称…</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer letters.</source>
        <translation>没有找到，请减少几个字再试。</translation>
    </message>
    <message>
        <source>Areas, roads, places, people, incidents, cameras, commands</source>
        <translation>区域、道路、地点、人员、事件、摄像头、命令</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>全局查找</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>查找结果</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>yesterday by now {number}</source>
        <extracomment>Worse by more than this share (of a number) or by so many points (of a share) is worth a colour. Of fewer cases than this a percentage says nothing.</extracomment>
        <translation>昨日同期 {number}</translation>
    </message>
    <message>
        <source>yesterday {number}</source>
        <translation>昨日 {number}</translation>
    </message>
    <message>
        <source>usual by now {number}</source>
        <translation>平日此时 {number}</translation>
    </message>
    <message>
        <source>Nothing to compare with yet</source>
        <translation>暂无可比数据</translation>
    </message>
    <message>
        <source>Usual day: mean of the last {days} days</source>
        <translation>平日：近 {days} 日平均</translation>
    </message>
    <message>
        <source>Usual day: what the city&apos;s profile expects</source>
        <translation>平日：按城市档案预期</translation>
    </message>
    <message>
        <source>today 00:00 – {time}</source>
        <translation>今日 00:00 – {time}</translation>
    </message>
    <message>
        <source>{period} until {time}</source>
        <translation>{period} 截至 {time}</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Go to what hurts most and waits</source>
        <extracomment>Bytes of photos that are kept to be opened; one that is gone comes again from the backend. Photos that were asked for lately, by key.</extracomment>
        <translation>转到最紧要的待办事件</translation>
    </message>
    <message>
        <source>Take back the last command</source>
        <translation>撤销上一条指令</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>查找一切</translation>
    </message>
    <message>
        <source>To the incidents</source>
        <translation>转到事件</translation>
    </message>
    <message>
        <source>To the map</source>
        <translation>转到地图</translation>
    </message>
    <message>
        <source>To the people</source>
        <translation>转到人员</translation>
    </message>
    <message>
        <source>To the areas</source>
        <translation>转到区域</translation>
    </message>
    <message>
        <source>Show the whole city</source>
        <translation>显示全城</translation>
    </message>
    <message>
        <source>中文 / English</source>
        <translation>中文 / English</translation>
    </message>
    <message>
        <source>Dark / light</source>
        <translation>深色 / 浅色</translation>
    </message>
</context>
<context>
    <name>DeskWindow</name>
    <message>
        <source>Grid Command</source>
        <extracomment>On a screen smaller than the room needs (everything three times as large) it is scrolled, down to this.</extracomment>
        <translation>网格指挥台</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Grid situation report</source>
        <extracomment>Gives an incident the name it is counted under. The title in the other language, below the first.</extracomment>
        <translation>网格态势快报</translation>
    </message>
    <message>
        <source>{day}, {since} to {until}</source>
        <translation>{day} {since}—{until}</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes:02d}</source>
        <translation>{hours} 小时 {minutes:02d} 分</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} 天 {hours} 小时</translation>
    </message>
    <message>
        <source>late by {span}</source>
        <translation>已超 {span}</translation>
    </message>
    <message>
        <source>clock stands</source>
        <translation>计时暂停</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结</translation>
    </message>
    <message>
        <source>I and II among them: {count}</source>
        <translation>其中 I、II 级 {count} 件</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>nothing is open</source>
        <translation>当前无未结</translation>
    </message>
    <message>
        <source>{share} of the open ones</source>
        <translation>占未结 {share}</translation>
    </message>
    <message>
        <source>Severity I and II</source>
        <translation>I、II 级</translation>
    </message>
    <message>
        <source>I: {red}, II: {orange}</source>
        <translation>I 级 {red} 件，II 级 {orange} 件</translation>
    </message>
    <message>
        <source>Came in today</source>
        <translation>今日受理</translation>
    </message>
    <message>
        <source>Closed today</source>
        <translation>今日结案</translation>
    </message>
    <message>
        <source>since midnight</source>
        <translation>零时至今</translation>
    </message>
    <message>
        <source>Closed on time</source>
        <translation>按期结案率</translation>
    </message>
    <message>
        <source>{count} of {whole} today</source>
        <translation>今日 {whole} 件中 {count} 件</translation>
    </message>
    <message>
        <source>People on duty</source>
        <translation>在岗人员</translation>
    </message>
    <message>
        <source>of {count}, {share}</source>
        <translation>共 {count} 人，{share}</translation>
    </message>
    <message>
        <source>Positions reported</source>
        <translation>位置在线</translation>
    </message>
    <message>
        <source>silent for 3 minutes: {count}</source>
        <translation>失联 3 分钟以上 {count} 人</translation>
    </message>
    <message>
        <source>Open per person on duty</source>
        <translation>人均在办</translation>
    </message>
    <message>
        <source>burden of the whole room</source>
        <translation>未结件数 ÷ 在岗人数</translation>
    </message>
    <message>
        <source>Age of positions</source>
        <translation>位置时延</translation>
    </message>
    <message>
        <source>median of those on duty</source>
        <translation>在岗人员中位数</translation>
    </message>
    <message>
        <source>{count} others</source>
        <translation>其余 {count} 项</translation>
    </message>
    <message>
        <source>Outside every area</source>
        <translation>辖区以外</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>当前无未结事件。</translation>
    </message>
    <message>
        <source>{open} incidents are open, none of them is late.</source>
        <translation>未结 {open} 件，无超时。</translation>
    </message>
    <message>
        <source>{open} incidents are open, {late} of them late.</source>
        <translation>未结 {open} 件，其中超时 {late} 件。</translation>
    </message>
    <message>
        <source>Most are in {area} ({count}); most are about “{group}” ({of_group}).</source>
        <translation>最集中的是{area}（{count} 件），最多的类别是“{group}”（{of_group} 件）。</translation>
    </message>
    <message>
        <source>Most of the late ones are in {area} ({count}).</source>
        <translation>超时最多的是{area}（{count} 件）。</translation>
    </message>
    <message>
        <source>{count} were closed today, {in_time} of them on time.</source>
        <translation>今日结案 {count} 件，按时 {in_time} 件。</translation>
    </message>
    <message>
        <source>Simulated data: a simulator drives this city; nothing in here happened.</source>
        <translation>模拟数据：城市运行由模拟器驱动，所列事件均非真实发生。</translation>
    </message>
    <message>
        <source>Places are WGS-84. Only people on duty have positions; who reported is left out.</source>
        <translation>坐标为 WGS-84；仅含在岗人员位置，不含报告人信息。</translation>
    </message>
    <message>
        <source>last hour {now}, before {before}</source>
        <translation>近 1 小时 {now}，前 1 小时 {before}</translation>
    </message>
    <message>
        <source>Grids, roads, estates and people of this city are generated; outlines and official names are real.</source>
        <translation>网格、道路、小区与人员为生成数据，区划轮廓与名称为真实数据。</translation>
    </message>
    <message>
        <source>A past moment, rebuilt from the journal.</source>
        <translation>历史时刻，由日志重建。</translation>
    </message>
    <message>
        <source>Not live: the backend was last heard at {clock}, {age} before.</source>
        <translation>非实时：{clock} 后未收到后台数据，已 {age}。</translation>
    </message>
    <message>
        <source>Source: {program}, journal entry {seq}, written {clock}</source>
        <translation>来源：{program}，日志序号 {seq}，制作于 {clock}</translation>
    </message>
    <message>
        <source> by {name}</source>
        <translation>，制作人 {name}</translation>
    </message>
    <message>
        <source>Key figures</source>
        <translation>关键指标</translation>
    </message>
    <message>
        <source>Map of the moment</source>
        <translation>态势图</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>How the day goes</source>
        <translation>今日走势</translation>
    </message>
    <message>
        <source>Came in and closed by hour</source>
        <translation>分时受理与结案</translation>
    </message>
    <message>
        <source>came in</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>Open by class</source>
        <translation>未结 · 按大类</translation>
    </message>
    <message>
        <source>Open by source</source>
        <translation>未结 · 按来源</translation>
    </message>
    <message>
        <source>Open by stage</source>
        <translation>未结 · 按环节</translation>
    </message>
    <message>
        <source>What people do</source>
        <translation>人员状态</translation>
    </message>
    <message>
        <source>late among them</source>
        <translation>其中超时</translation>
    </message>
    <message>
        <source>What hurts most</source>
        <translation>重点事件</translation>
    </message>
    <message>
        <source>Area by area</source>
        <translation>分区域情况</translation>
    </message>
    <message>
        <source>Street by street</source>
        <translation>分街道情况</translation>
    </message>
    <message>
        <source>About the data</source>
        <translation>数据说明</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>截至时刻</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>统计时段</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>案卷号</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>大类</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>With</source>
        <translation>承办人</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时限</translation>
    </message>
    <message>
        <source>Hours left</source>
        <translation>剩余小时</translation>
    </message>
    <message>
        <source>Still in time</source>
        <translation>未超时</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>结案时间</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>经度</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>纬度</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>I and II</source>
        <translation>I、II 级</translation>
    </message>
    <message>
        <source>Came today</source>
        <translation>今日受理</translation>
    </message>
    <message>
        <source>On time</source>
        <translation>按时</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Open incidents</source>
        <translation>在办件数</translation>
    </message>
    <message>
        <source>Position&apos;s age, s</source>
        <translation>位置时延（秒）</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Incidents (open)</source>
        <translation>未结事件</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>All</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>nobody yet</source>
        <translation>未派</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>There is nothing to show.</source>
        <translation>暂无内容。</translation>
    </message>
    <message>
        <source>page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Find an incident</source>
        <translation>查找事件、地点、人员</translation>
    </message>
    <message>
        <source>Whole city</source>
        <translation>全域</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>Roads</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>late ones only</source>
        <translation>只看超时</translation>
    </message>
    <message>
        <source>Schematic map · WGS-84</source>
        <translation>示意地图 · WGS-84</translation>
    </message>
    <message>
        <source>outline: somebody is on it</source>
        <translation>空心：已有人承办</translation>
    </message>
    <message>
        <source>ring: time left, full when late</source>
        <translation>圆环：剩余时限，整圈为超时</translation>
    </message>
    <message>
        <source>{count} more open incidents are in the workbook and on the map page.</source>
        <translation>其余 {count} 件未结事件见电子表格与网页地图。</translation>
    </message>
    <message>
        <source>Grid Command</source>
        <extracomment>The map on paper: 269 mm wide, logical pixels and how many device pixels each has (about 200 dpi). What the map gives of its height to the line below it that says what its areas are coloured by. The one with every letter there is, for those the heavier ones lack. Of the map&apos;s JPEG: letters stay sharp.</extracomment>
        <translation>网格指挥台</translation>
    </message>
    <message>
        <source>only {parts}</source>
        <translation>仅含 {parts}</translation>
    </message>
    <message>
        <source>Colour of the areas: {figure} = {formula}</source>
        <translation>区域颜色：{figure} ＝ {formula}</translation>
    </message>
    <message>
        <source>{text} ({note})</source>
        <translation>{text}（{note}）</translation>
    </message>
    <message>
        <source>nothing was due yet today</source>
        <translation>今日尚无应结案件</translation>
    </message>
</context>
<context>
    <name>ExportProblem</name>
    <message>
        <source>The folder {folder} does not exist. Make it, or choose another.</source>
        <extracomment>Errors that say: this file system has no files without a name.</extracomment>
        <translation>文件夹 {folder} 不存在。请先建立，或另选一个。</translation>
    </message>
    <message>
        <source>{path} is a folder. Give the name of a file.</source>
        <translation>{path} 是文件夹，请给出文件名。</translation>
    </message>
    <message>
        <source>There is no room for {path}. Make room on that disk, or choose another folder.</source>
        <translation>磁盘空间不足，无法写入 {path}。请清理磁盘，或另选文件夹。</translation>
    </message>
    <message>
        <source>Nothing may be written to {path}. Choose another folder, or ask for the right to.</source>
        <translation>没有写入 {path} 的权限。请另选文件夹，或申请权限。</translation>
    </message>
    <message>
        <source>The name {path} is too long. Give a shorter one.</source>
        <translation>文件名 {path} 过长，请缩短。</translation>
    </message>
    <message>
        <source>{path} could not be written ({reason}). Check the disk, or choose another folder.</source>
        <translation>{path} 写入失败（{reason}）。请检查磁盘，或另选文件夹。</translation>
    </message>
    <message>
        <source>“{ending}” is no format there is. Give the file one of these endings: {known}.</source>
        <extracomment>Endings of the files that can be made, in the order they are offered. Told how far it is (0..1) and what is being done: a code of ``STEPS``.</extracomment>
        <translation>没有“{ending}”这种格式。文件名请以下列之一结尾：{known}。</translation>
    </message>
    <message>
        <source>A picture of {width} × {height} is too large. Two walls of 7680 × 4320 are the most.</source>
        <translation>{width} × {height} 的图片过大，最多为两面 7680 × 4320 的大屏。</translation>
    </message>
    <message>
        <source>There is not enough memory for this. Choose a smaller picture, or close other programs.</source>
        <extracomment>Libraries that tell at length what they do, and remark on what we know about our own style sheets.</extracomment>
        <translation>内存不足。请选择较小的图片，或关闭其他程序。</translation>
    </message>
    <message>
        <source>The situation is damaged or of another version ({reason}). Take it again.</source>
        <translation>态势文件已损坏或版本不符（{reason}）。请重新导出。</translation>
    </message>
    <message>
        <source>Say where to with --out FILE; the ending is the format: {known}.</source>
        <extracomment>A file that says it is a situation and is larger than this (bytes) is not read.</extracomment>
        <translation>请用 --out 文件名 指明导出到哪里，扩展名即格式：{known}。</translation>
    </message>
    <message>
        <source>--at cannot be used with --situation: that file is of one moment.</source>
        <translation>--at 不能与 --situation 同用：该文件只含一个时刻。</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}).</source>
        <translation>无法读取 {path}（{reason}）。</translation>
    </message>
    <message>
        <source>The data folder {folder} cannot be used ({reason}). Correct it, or choose another --data.</source>
        <translation>数据文件夹 {folder} 无法使用（{reason}）。请处理，或另选 --data。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>已取消，未写入任何文件。</translation>
    </message>
    <message>
        <source>“{text}” is no time. Write it like 2026-03-02T14:30, or with a zone: 2026-03-02T14:30+08:00.</source>
        <extracomment>So long (ms) a live picture waits for positions: a city may have none. A backend that prepares a city for the first time takes its time; one that is not there does not come (ms).</extracomment>
        <translation>“{text}”不是时间。请写成 2026-03-02T14:30，或带时区：2026-03-02T14:30+08:00。</translation>
    </message>
    <message>
        <source>That moment has not come yet. Give an earlier one.</source>
        <translation>该时刻尚未到来，请给出更早的时刻。</translation>
    </message>
    <message>
        <source>The city&apos;s journal begins later. Give a later moment.</source>
        <translation>本城市的日志从更晚的时刻开始，请给出更晚的时刻。</translation>
    </message>
    <message>
        <source>That backend is too old to look back. Update it.</source>
        <translation>该后台版本过旧，不能回看，请升级。</translation>
    </message>
    <message>
        <source>There is no area {code} in {city}. Codes are in the areas tree and in exported tables.</source>
        <extracomment>Room around chosen areas on the map, in parts of their size.</extracomment>
        <translation>{city}没有编码为 {code} 的区域。编码见区域树和导出的表格。</translation>
    </message>
    <message>
        <source>There is no figure “{code}”. Areas can be coloured by: {known}.</source>
        <translation>没有“{code}”这种指标。区域可按以下指标着色：{known}。</translation>
    </message>
</context>
<context>
    <name>FigureCharts</name>
    <message>
        <source>outside the city</source>
        <translation>辖区外</translation>
    </message>
    <message>
        <source>{name}: {count} cases, {late} of them late</source>
        <translation>{name}：{count} 件，其中超时 {late} 件</translation>
    </message>
    <message>
        <source>{name}: {count} cases</source>
        <translation>{name}：{count} 件</translation>
    </message>
    <message>
        <source>, usual by now {count}</source>
        <translation>，平日此时 {count} 件</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Arrivals and closings by hour</source>
        <translation>分时受理与结案</translation>
    </message>
    <message>
        <source>Open by kind</source>
        <translation>在办 · 按类别</translation>
    </message>
    <message>
        <source>Chosen by kind</source>
        <translation>所选 · 按类别</translation>
    </message>
    <message>
        <source>Arrived by source</source>
        <translation>今日受理 · 按来源</translation>
    </message>
    <message>
        <source>Chosen by source</source>
        <translation>所选 · 按来源</translation>
    </message>
    <message>
        <source>Open by street</source>
        <translation>在办 · 按街道</translation>
    </message>
    <message>
        <source>Chosen by street</source>
        <translation>所选 · 按街道</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>usual day</source>
        <translation>平日</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>All figures</source>
        <extracomment>How past days went is asked for so often, seconds on the wall. The counters of the top bar by indicator, and the shelf where the cases of some lie.</extracomment>
        <translation>全部指标</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>取消筛选，显示全部</translation>
    </message>
</context>
<context>
    <name>FiguresBoard</name>
    <message>
        <source>counting …</source>
        <extracomment>A card is this many lines of text wide at the least. Lines of text that a chart beside others is high.</extracomment>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>A part has no usual day</source>
        <translation>局部数据无平日对比</translation>
    </message>
    <message>
        <source>Seven days are known of the whole city only</source>
        <translation>近 7 日数据仅有全域合计</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 日</translation>
    </message>
</context>
<context>
    <name>FiguresStrip</name>
    <message>
        <source>counting …</source>
        <extracomment>What stands beside the charts: the rates people look at first.</extracomment>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>A part has no usual day</source>
        <translation>局部数据无平日对比</translation>
    </message>
    <message>
        <source>All figures</source>
        <translation>全部指标</translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message>
        <source>Saved filters   Ctrl+F</source>
        <translation>已存筛选   Ctrl+F</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Keep what is shown in “{name}”</source>
        <translation>将当前显示存入“{name}”</translation>
    </message>
    <message>
        <source>Save what is shown as …</source>
        <translation>将当前显示另存为…</translation>
    </message>
    <message>
        <source>Choose something first: an area, a bar …</source>
        <translation>先选择区域、图表中的条目等…</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已存筛选</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>取消筛选，显示全部</translation>
    </message>
    <message>
        <source>Name of a new filter</source>
        <translation>新筛选的名称</translation>
    </message>
</context>
<context>
    <name>FilterSign</name>
    <message>
        <source>Show everything again (Esc)</source>
        <translation>显示全部（Esc）</translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message>
        <source>open</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>soon due</source>
        <translation>将到期</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>挂账</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已结案</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>last 24 h</source>
        <translation>近 24 小时</translation>
    </message>
    <message>
        <source>last 7 days</source>
        <translation>近 7 日</translation>
    </message>
    <message>
        <source>outside the city</source>
        <extracomment>So many names are told; of more only how many there are.</extracomment>
        <translation>辖区外</translation>
    </message>
    <message>
        <source>in the hands of {count} people</source>
        <translation>{count} 人在手</translation>
    </message>
    <message>
        <source>arrived {span}</source>
        <translation>受理于 {span}</translation>
    </message>
    <message>
        <source>closed {span}</source>
        <translation>结案于 {span}</translation>
    </message>
    <message>
        <source>arrived at {hours} o&apos;clock</source>
        <translation>{hours} 时受理</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等（另 {count} 项）</translation>
    </message>
    <message>
        <source>in nobody&apos;s hands</source>
        <translation>无人处置</translation>
    </message>
    <message>
        <source>in the area drawn on the map</source>
        <translation>地图上圈定的范围内</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Marked place</source>
        <extracomment>Of which areas, in which language, with how many people the names were read last.</extracomment>
        <translation>收藏的位置</translation>
    </message>
</context>
<context>
    <name>FormulaNote</name>
    <message>
        <source>this moment</source>
        <translation>此刻</translation>
    </message>
    <message>
        <source>Nothing to count yet</source>
        <translation>暂无可统计的事件</translation>
    </message>
    <message>
        <source>List these cases</source>
        <translation>列出这些事件</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>All cases of seven days, also long closed ones</source>
        <translation>七天内全部案件（含早已办结的）</translation>
    </message>
</context>
<context>
    <name>Ground</name>
    <message>
        <source>road</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>water</source>
        <translation>水域</translation>
    </message>
    <message>
        <source>park, hill</source>
        <translation>公园、山</translation>
    </message>
    <message>
        <source>housing estate</source>
        <translation>小区</translation>
    </message>
    <message>
        <source>station</source>
        <translation>车站</translation>
    </message>
    <message>
        <source>airport</source>
        <translation>机场</translation>
    </message>
    <message>
        <source>harbour</source>
        <translation>港口</translation>
    </message>
    <message>
        <source>square</source>
        <translation>广场</translation>
    </message>
    <message>
        <source>hospital</source>
        <translation>医院</translation>
    </message>
    <message>
        <source>school</source>
        <translation>学校</translation>
    </message>
    <message>
        <source>market</source>
        <translation>市场</translation>
    </message>
    <message>
        <source>public office</source>
        <translation>政府机关</translation>
    </message>
    <message>
        <source>police station</source>
        <translation>派出所</translation>
    </message>
    <message>
        <source>fire station</source>
        <translation>消防站</translation>
    </message>
    <message>
        <source>museum</source>
        <translation>博物馆</translation>
    </message>
    <message>
        <source>temple</source>
        <translation>寺庙</translation>
    </message>
    <message>
        <source>stadium</source>
        <translation>体育场馆</translation>
    </message>
    <message>
        <source>sight</source>
        <translation>景点</translation>
    </message>
    <message>
        <source>works</source>
        <translation>工厂</translation>
    </message>
    <message>
        <source>village</source>
        <translation>村庄</translation>
    </message>
    <message>
        <source>bridge</source>
        <translation>桥梁</translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Open in a window of its own</source>
        <translation>在单独窗口中打开</translation>
    </message>
    <message>
        <source>Bring back into the desk window</source>
        <translation>移回主窗口</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>调整布局</translation>
    </message>
    <message>
        <source>Drag it to another place, or out of the window</source>
        <translation>可拖到别处，或拖出窗口</translation>
    </message>
</context>
<context>
    <name>Helping</name>
    <message>
        <source>All keys</source>
        <extracomment>The tour of the first start waits until the room has been seen.</extracomment>
        <translation>全部快捷键</translation>
    </message>
    <message>
        <source>Tour of the room</source>
        <translation>界面导览</translation>
    </message>
    <message>
        <source>About this city</source>
        <translation>关于本城市</translation>
    </message>
    <message>
        <source>About Grid Command</source>
        <translation>关于网格指挥台</translation>
    </message>
    <message>
        <source>The desk ended unexpectedly last time. A report was kept on this machine only: {file}</source>
        <translation>上次指挥台意外退出。报告只保存在本机：{file}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>City</source>
        <translation>城市</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>指挥室</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>choose an incident</source>
        <translation>选择事件</translation>
    </message>
    <message>
        <source>show it on the map</source>
        <translation>在地图上显示</translation>
    </message>
    <message>
        <source>give it to the best, the second, the third</source>
        <translation>派给最合适、第二、第三人选</translation>
    </message>
    <message>
        <source>everything that can be done with it</source>
        <translation>可做的全部操作</translation>
    </message>
    <message>
        <source>to the filter; ↓ and Enter lead back</source>
        <translation>转到筛选框；↓ 或 Enter 返回列表</translation>
    </message>
    <message>
        <source>move the map</source>
        <translation>移动地图</translation>
    </message>
    <message>
        <source>nearer, farther, the whole city</source>
        <translation>放大、缩小、全市</translation>
    </message>
    <message>
        <source>follow the selected worker</source>
        <translation>跟随选中的人员</translation>
    </message>
    <message>
        <source>who of the grids beside the selected incident&apos;s is free</source>
        <translation>所选事件相邻网格中谁空闲</translation>
    </message>
    <message>
        <source>cancel the drag</source>
        <translation>取消拖放</translation>
    </message>
    <message>
        <source>on the map: the larger area, the smaller one</source>
        <translation>在地图上：更大的区域、更小的区域</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>事件列表中</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>地图上</translation>
    </message>
    <message>
        <source>While an incident is in the air</source>
        <translation>拖动事件时</translation>
    </message>
    <message>
        <source>Steps, in the queue and beside it</source>
        <translation>操作步骤（在队列和事件详情中）</translation>
    </message>
    <message>
        <source>Welcome to the room</source>
        <translation>欢迎来到指挥室</translation>
    </message>
    <message>
        <source>The city is live. Six short stops show where things are; leave whenever you like, and find the tour again with Ctrl+K.</source>
        <translation>城市正在实时运行。六个短步骤介绍各处位置，随时可以跳过；以后可用 Ctrl+K 找到导览。</translation>
    </message>
    <message>
        <source>What do I do next?</source>
        <translation>接下来做什么？</translation>
    </message>
    <message>
        <source>Open incidents, what hurts most on top. The bar below each row is the time that is used up.</source>
        <translation>未结事件，最紧要的在最上面。每行下方的横条是已用去的时间。</translation>
    </message>
    <message>
        <source>Give it to somebody</source>
        <translation>派给合适的人</translation>
    </message>
    <message>
        <source>Drag an incident from the list or the map onto a worker, or onto an area. While it is in the air everybody shows how long he would need; Esc cancels, and after the drop there are six seconds to take it back.</source>
        <translation>把事件从列表或地图拖到人员或区域上。拖动时，每个人都会显示到达所需时间；Esc 取消，放下后 6 秒内可以撤回。</translation>
    </message>
    <message>
        <source>One incident</source>
        <translation>单个事件</translation>
    </message>
    <message>
        <source>Where it stands, the three best people for it, what can be done now, and who did what when.</source>
        <translation>进展到哪一步、最合适的三个人、现在能做什么，以及谁在何时做了什么。</translation>
    </message>
    <message>
        <source>Is anything wrong?</source>
        <translation>有没有异常？</translation>
    </message>
    <message>
        <source>Figures of the day, the link and how old the picture is. Touch a figure to see its cases.</source>
        <translation>当日数字、连接状态与态势的新旧。点一个数字即可查看对应的事件。</translation>
    </message>
    <message>
        <source>Two keys to remember</source>
        <translation>记住两个键</translation>
    </message>
    <message>
        <source>Ctrl+K finds any place, person, incident, camera or command. F1 shows every key.</source>
        <translation>Ctrl+K 查找任何地点、人员、事件、摄像头或命令。F1 显示全部快捷键。</translation>
    </message>
    <message>
        <source>the layers of the map</source>
        <translation>地图图层</translation>
    </message>
    <message>
        <source>open a pile of incidents, and go through it</source>
        <translation>展开重叠的事件并逐个选择</translation>
    </message>
    <message>
        <source>colour the areas by the next figure; with Shift the one before</source>
        <translation>按下一个指标给区域着色；加 Shift 为上一个</translation>
    </message>
    <message>
        <source>heat of incidents</source>
        <translation>事件热力</translation>
    </message>
    <message>
        <source>fold and open a heading; ← leads up to it</source>
        <translation>折叠、展开分组；← 回到组标题</translation>
    </message>
    <message>
        <source>who can be at the selected incident in 5, 10, 15 minutes</source>
        <translation>谁能在 5、10、15 分钟内到达选中事件</translation>
    </message>
</context>
<context>
    <name>HoursChart</name>
    <message>
        <source>{span}: {count} closed, {late} of them late</source>
        <translation>{span}：结案 {count} 件，其中超时 {late} 件</translation>
    </message>
    <message>
        <source>{span}: {count} arrived</source>
        <translation>{span}：受理 {count} 件</translation>
    </message>
    <message>
        <source>, usual {count}</source>
        <translation>，平日 {count} 件</translation>
    </message>
</context>
<context>
    <name>IncidentFacts</name>
    <message>
        <source>This photo cannot be read.</source>
        <extracomment>Small pictures that are kept; one that is gone is asked for again. So many other incidents are named in one row. What can be done with plain words, and with words that lead on: only these are places of the keyboard.</extracomment>
        <translation>照片无法读取。</translation>
    </message>
    <message>
        <source>merged into this one</source>
        <translation>已并入该事件</translation>
    </message>
    <message>
        <source>outside the city</source>
        <translation>辖区之外</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 件</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>查看照片</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Reporter</source>
        <translation>反映人</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>In hand of</source>
        <translation>处置人</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Look-alikes</source>
        <translation>相似事件</translation>
    </message>
    <message>
        <source>Merged in</source>
        <translation>并入的事件</translation>
    </message>
</context>
<context>
    <name>IncidentHeader</name>
    <message>
        <source>not filed yet</source>
        <translation>尚未立案</translation>
    </message>
    <message>
        <source>closed {time}</source>
        <translation>{time} 结案</translation>
    </message>
    <message>
        <source>clock stopped</source>
        <translation>已停计时</translation>
    </message>
    <message>
        <source>due {time}</source>
        <extracomment>A name shortened to less than so many letters says nothing. Logical pixels between two words that stand for themselves.</extracomment>
        <translation>{time} 到期</translation>
    </message>
    <message>
        <source>sending …</source>
        <translation>发送中……</translation>
    </message>
    <message>
        <source>waits for the desk</source>
        <translation>待指挥台处理</translation>
    </message>
    <message>
        <source>waits for the worker</source>
        <translation>待网格员处理</translation>
    </message>
    <message>
        <source>for {time}</source>
        <translation>已历时 {time}</translation>
    </message>
    <message>
        <source>longer than agreed ({time})</source>
        <translation>超过环节时限（{time}）</translation>
    </message>
    <message>
        <source>supervised</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>escalated</source>
        <translation>已上报上级</translation>
    </message>
</context>
<context>
    <name>IncidentMenu</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>{step} to</source>
        <translation>{step}给</translation>
    </message>
    <message>
        <source>Somebody else …</source>
        <translation>其他人……</translation>
    </message>
</context>
<context>
    <name>IncidentPanel</name>
    <message>
        <source>No incident chosen</source>
        <translation>未选择事件</translation>
    </message>
    <message>
        <source>Choose one in the queue or on the map.</source>
        <translation>请在队列或地图上选择一个事件。</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>基本情况</translation>
    </message>
    <message>
        <source>Who could go</source>
        <translation>可派人员</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>处置时间线</translation>
    </message>
</context>
<context>
    <name>IndicatorCard</name>
    <message>
        <source>of {count}</source>
        <translation>共 {count} 件</translation>
    </message>
</context>
<context>
    <name>LayerOffer</name>
    <message>
        <source>usual style</source>
        <extracomment>Logical pixels.</extracomment>
        <translation>默认样式</translation>
    </message>
    <message>
        <source>Layers of {server}</source>
        <translation>图层：{server}</translation>
    </message>
    <message>
        <source>Try and add this layer</source>
        <translation>试用并添加该图层</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>样式</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
</context>
<context>
    <name>LayerRow</name>
    <message>
        <source>Strength of {layer}</source>
        <extracomment>How far (per cent) a key changes the strength. Side of a tick&apos;s frame, logical pixels.</extracomment>
        <translation>{layer}的浓淡</translation>
    </message>
    <message>
        <source>{percent} % strong</source>
        <translation>浓度 {percent} %</translation>
    </message>
    <message>
        <source>Space switches, ← and → dim, Alt+↑ and Alt+↓ change the order.</source>
        <translation>空格键开关，← → 调浓淡，Alt+↑ Alt+↓ 调次序。</translation>
    </message>
</context>
<context>
    <name>LayerSheet</name>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Layers of the map</source>
        <translation>地图图层</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Signs walk between positions</source>
        <translation>人员标记在两次定位之间平滑移动</translation>
    </message>
    <message>
        <source>On: people&apos;s signs walk from one reported position to the next, and never beyond the last.
Off: they leap. Ages, distances and drops are of the reported position either way.</source>
        <translation>开启：人员标记从上一次上报位置平滑移动到最新位置，绝不越过最新位置。
关闭：直接跳到新位置。无论开关，时效、距离与拖放均以上报位置为准。</translation>
    </message>
    <message>
        <source>As shipped</source>
        <translation>恢复出厂</translation>
    </message>
    <message>
        <source>All layers as the program came</source>
        <translation>所有图层恢复到程序出厂时的样子</translation>
    </message>
    <message>
        <source>the city&apos;s own</source>
        <translation>本市自带</translation>
    </message>
    <message>
        <source>Base map: {name} …</source>
        <translation>底图：{name} …</translation>
    </message>
    <message>
        <source>Another base map, from a file or a server</source>
        <translation>换一张底图：来自文件或服务器</translation>
    </message>
    <message>
        <source>“{layer}” moves: it is drawn in every frame and always lies over the ground.</source>
        <extracomment>Logical pixels: how wide it is. Height of a line that is no row. The bands of layers, the highest first: a layer may lie anywhere in its own.</extracomment>
        <translation>“{layer}”是动态图层：逐帧绘制，始终在静态图层之上。</translation>
    </message>
    <message>
        <source>“{layer}” belongs to the ground, which is one picture: what moves always lies over it.</source>
        <translation>“{layer}”是静态图层：与其他静态图层合成一幅，动态图层始终在其上。</translation>
    </message>
    <message>
        <source>Moving layers, always over the ground</source>
        <translation>动态图层：逐帧绘制，始终在上</translation>
    </message>
    <message>
        <source>Ground layers, together one picture</source>
        <translation>静态图层：合成一幅，在动态图层之下</translation>
    </message>
</context>
<context>
    <name>LinkSign</name>
    <message>
        <source>Time since the backend was last heard</source>
        <extracomment>A live link that was not heard for this many seconds is shown as doubtful.</extracomment>
        <translation>距上次收到服务端消息的时间</translation>
    </message>
    <message>
        <source>connecting …</source>
        <translation>正在连接……</translation>
    </message>
    <message>
        <source>not let in</source>
        <translation>未获准接入</translation>
    </message>
    <message>
        <source>link lost {age}, retry in {next}</source>
        <translation>连接中断 {age}，{next} 后重试</translation>
    </message>
    <message>
        <source>link lost {age}, trying</source>
        <translation>连接中断 {age}，正在重试</translation>
    </message>
    <message>
        <source>{count} to confirm</source>
        <translation>待确认 {count} 条</translation>
    </message>
</context>
<context>
    <name>MapBookmarks</name>
    <message>
        <source>Name for what the map shows now</source>
        <translation>当前视图的名称</translation>
    </message>
    <message>
        <source>Marked places</source>
        <translation>收藏位置</translation>
    </message>
    <message>
        <source>Forget {place}</source>
        <translation>删除“{place}”</translation>
    </message>
    <message>
        <source>Enter marks what the map shows · ↓ to the list · Delete forgets · 1–9 on the map go there</source>
        <translation>回车收藏当前视图 · ↓ 进入列表 · Delete 删除 · 在地图上按 1–9 直达</translation>
    </message>
    <message>
        <source>Enter marks what the map shows now under this name.</source>
        <translation>回车以此名称收藏当前视图。</translation>
    </message>
</context>
<context>
    <name>MapButtons</name>
    <message>
        <source>Nearer (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Farther (−)</source>
        <translation>缩小 (−)</translation>
    </message>
    <message>
        <source>The whole city (0)</source>
        <translation>全城 (0)</translation>
    </message>
    <message>
        <source>Layers (L)</source>
        <extracomment>Longest scale bar, logical pixels.</extracomment>
        <translation>图层（L）</translation>
    </message>
    <message>
        <source>Measure distances and areas (D)</source>
        <translation>测量距离和面积 (D)</translation>
    </message>
    <message>
        <source>Choose incidents by an area (A, or drag with Shift)</source>
        <translation>圈选范围内的事件（A，或按住 Shift 拖动）</translation>
    </message>
    <message>
        <source>Marked places (B)</source>
        <translation>收藏位置 (B)</translation>
    </message>
    <message>
        <source>Overview of the whole city (O)</source>
        <translation>全城鹰眼图 (O)</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Arrows move the map, + and − zoom, 0 shows the whole city, F follows the selected worker, P opens a pile of incidents, H shows their heat, R who can be there in time, L opens the layers, D measures, A draws an area, B marks a place, 1 to 9 go to marked places, O shows the overview, C copies coordinates, G colours the areas by the next figure.</source>
        <translation>方向键移动地图，+ 和 − 缩放，0 显示全市，F 跟随选中的人员，P 展开重叠的事件，H 显示事件热力，R 显示谁能及时到达，L 打开图层，D 测量，A 画区域，B 标记地点，1 至 9 前往标记地点，O 显示鹰眼图，C 复制坐标，G 切换区域着色指标。</translation>
    </message>
</context>
<context>
    <name>MapCoordinates</name>
    <message>
        <source>Longitude and latitude under the pointer. Click for another system; C copies them.</source>
        <translation>指针处的经度和纬度。点击切换坐标系；按 C 复制。</translation>
    </message>
</context>
<context>
    <name>MapHeat</name>
    <message>
        <source>Incidents per km²</source>
        <translation>每平方千米事件数</translation>
    </message>
    <message>
        <source>open: {count}</source>
        <translation>未结 {count} 件</translation>
    </message>
    <message>
        <source>arrived in the last {age}: {count}</source>
        <translation>最近 {age}受理 {count} 件</translation>
    </message>
    <message>
        <source>{what}, as filtered</source>
        <translation>{what}（按当前筛选）</translation>
    </message>
    <message>
        <source>smoothed over {distance}</source>
        <translation>平滑半径 {distance}</translation>
    </message>
</context>
<context>
    <name>MapHelp</name>
    <message>
        <source>nobody free</source>
        <translation>无人空闲</translation>
    </message>
    <message>
        <source>{person} here too</source>
        <translation>{person}（同上）</translation>
    </message>
    <message>
        <source> · {count} more</source>
        <translation> · 另 {count} 人</translation>
    </message>
</context>
<context>
    <name>MapLayers</name>
    <message>
        <source>Land</source>
        <extracomment>Drawn once into the ground picture of a view.</extracomment>
        <translation>陆地</translation>
    </message>
    <message>
        <source>Built-up land</source>
        <translation>建成区</translation>
    </message>
    <message>
        <source>Parks and hills</source>
        <translation>公园与山地</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>水域</translation>
    </message>
    <message>
        <source>Housing estates</source>
        <translation>小区</translation>
    </message>
    <message>
        <source>Roads</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>地名</translation>
    </message>
    <message>
        <source>Veil while an incident is in the air</source>
        <extracomment>Drawn over it in every frame.</extracomment>
        <translation>拖动时的遮罩</translation>
    </message>
    <message>
        <source>Aim of a drop</source>
        <translation>落点指示</translation>
    </message>
    <message>
        <source>Help from the grids beside</source>
        <translation>邻格支援</translation>
    </message>
    <message>
        <source>Ways of all workers in view</source>
        <translation>视野内全部人员的轨迹</translation>
    </message>
    <message>
        <source>Way of the selected worker</source>
        <translation>选中人员的轨迹</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Workers&apos; names</source>
        <translation>人员姓名</translation>
    </message>
    <message>
        <source>Words of the grids beside</source>
        <translation>邻格支援文字</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选中标记</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Incident in the air</source>
        <translation>拖动中的事件</translation>
    </message>
    <message>
        <source>Area drawn on the map</source>
        <translation>地图上圈定的范围</translation>
    </message>
    <message>
        <source>Crowds of workers</source>
        <translation>人员聚合</translation>
    </message>
    <message>
        <source>Base map of others</source>
        <extracomment>It stands here and not only in the table because what is drawn after it asks whether it is shown.</extracomment>
        <translation>外部底图</translation>
    </message>
    <message>
        <source>Look-alikes and merged reports</source>
        <translation>相似与合并事件</translation>
    </message>
    <message>
        <source>Opened pile of incidents</source>
        <translation>展开的重叠事件</translation>
    </message>
    <message>
        <source>Numbers of cameras, from afar</source>
        <translation>远处显示摄像头数量</translation>
    </message>
    <message>
        <source>Areas by a figure</source>
        <translation>区域指标着色</translation>
    </message>
    <message>
        <source>Heat of incidents</source>
        <translation>事件热力</translation>
    </message>
    <message>
        <source>Key to the heat</source>
        <translation>热力图例</translation>
    </message>
    <message>
        <source>Closed roads</source>
        <translation>封闭道路</translation>
    </message>
    <message>
        <source>Proposed assignment</source>
        <translation>派遣建议</translation>
    </message>
    <message>
        <source>Who can be there in time</source>
        <translation>谁能及时到达</translation>
    </message>
    <message>
        <source>Key to who can be there</source>
        <translation>到达范围图例</translation>
    </message>
    <message>
        <source>Party grids</source>
        <translation>党建网格</translation>
    </message>
    <message>
        <source>Safety grids</source>
        <translation>安监格</translation>
    </message>
    <message>
        <source>Emergency grids</source>
        <translation>应急格</translation>
    </message>
    <message>
        <source>Police grids</source>
        <translation>警格</translation>
    </message>
</context>
<context>
    <name>MapLegend</name>
    <message>
        <source>no data</source>
        <extracomment>Logical pixels: height of a line, size of a colour, room around everything.</extracomment>
        <translation>无数据</translation>
    </message>
    <message>
        <source>today until {clock}</source>
        <translation>今日，截至 {clock}</translation>
    </message>
    <message>
        <source>at {clock}</source>
        <translation>{clock} 时</translation>
    </message>
</context>
<context>
    <name>MapOverview</name>
    <message>
        <source>Overview: click or drag to look somewhere else</source>
        <extracomment>Logical pixels. What of the ground does not help to tell places apart at this size. At most so many of the worst incidents are marked.</extracomment>
        <translation>鹰眼图：点击或拖动查看其他位置</translation>
    </message>
</context>
<context>
    <name>MapReach</name>
    <message>
        <source>within {time}: {count} free</source>
        <extracomment>Width of a band&apos;s roads in logical pixels, the nearest first: the order is told by width as well as by colour. So many stretches are drawn in one stroke: a few milliseconds.</extracomment>
        <translation>{time}内：{count} 人空闲</translation>
    </message>
    <message>
        <source>Who can be there in time</source>
        <translation>谁能及时到达</translation>
    </message>
    <message>
        <source>roads in e-bike time</source>
        <translation>道路按电动车时间</translation>
    </message>
</context>
<context>
    <name>MapSituation</name>
    <message>
        <source>Heat of incidents: show / hide</source>
        <translation>事件热力：显示 / 隐藏</translation>
    </message>
    <message>
        <source>Who of the grids beside can help</source>
        <translation>相邻网格谁能支援</translation>
    </message>
    <message>
        <source>Heat: smoothed over less / more</source>
        <translation>热力：减小 / 增大平滑半径</translation>
    </message>
    <message>
        <source>Heat: of open incidents, or of what arrived in the last 1, 8, 24 hours</source>
        <translation>热力范围：未结事件，或最近 1、8、24 小时受理的事件</translation>
    </message>
    <message>
        <source>Who can be there in 5, 10, 15 minutes</source>
        <translation>谁能在 5、10、15 分钟内到达</translation>
    </message>
</context>
<context>
    <name>MapTies</name>
    <message>
        <source>look-alike</source>
        <extracomment>A line at least so long (pixels) says in words what it means; shorter than the second it is not seen. Size of the hollow sign of a merged report, which has no mark of its own.</extracomment>
        <translation>相似</translation>
    </message>
    <message>
        <source>merged into it</source>
        <translation>已并入</translation>
    </message>
    <message>
        <source>main case</source>
        <translation>主案件</translation>
    </message>
</context>
<context>
    <name>MapTiles</name>
    <message>
        <source>kept since {age}</source>
        <translation>本机缓存，{age}前</translation>
    </message>
    <message>
        <source>Its tiles did not come in time. Try again when its server answers faster.</source>
        <translation>瓦片未能及时取到，请待其服务器恢复后重试。</translation>
    </message>
    <message>
        <source>en</source>
        <translation>zh</translation>
    </message>
    <message>
        <source>loading …</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>its server cannot be reached</source>
        <translation>服务器连不上</translation>
    </message>
    <message>
        <source>its server refuses the key</source>
        <translation>服务器不认密钥</translation>
    </message>
    <message>
        <source>its server is asked too much</source>
        <translation>服务器请求过多</translation>
    </message>
    <message>
        <source>its server is out of order</source>
        <translation>服务器故障</translation>
    </message>
    <message>
        <source>something stands between here and its server</source>
        <translation>与服务器之间有别的网页拦着</translation>
    </message>
    <message>
        <source>some tiles are damaged</source>
        <translation>部分瓦片已损坏</translation>
    </message>
    <message>
        <source>There is no file {detail}. Check the path.</source>
        <translation>没有文件 {detail}，请检查路径。</translation>
    </message>
    <message>
        <source>The file cannot be read: {detail}. Check its permissions and its disk.</source>
        <translation>文件读不了：{detail}。请检查权限和磁盘。</translation>
    </message>
    <message>
        <source>{detail} is neither an MBTiles nor a PMTiles file. Give a .mbtiles or .pmtiles file.</source>
        <translation>{detail} 不是 MBTiles 也不是 PMTiles 文件，请给出 .mbtiles 或 .pmtiles 文件。</translation>
    </message>
    <message>
        <source>{detail} holds no tiles. Export it again.</source>
        <translation>{detail} 里没有瓦片，请重新导出。</translation>
    </message>
    <message>
        <source>Tiles of the format {detail} cannot be drawn. Use PNG, JPEG, WebP or vector tiles (pbf).</source>
        <translation>格式为 {detail} 的瓦片画不了，请用 PNG、JPEG、WebP 或矢量瓦片（pbf）。</translation>
    </message>
    <message>
        <source>The tiles are cut in a way that is not known here: {detail}. Use web mercator or degree tiles.</source>
        <translation>不认识这种切片方式：{detail}。请用 Web 墨卡托或经纬度切片。</translation>
    </message>
    <message>
        <source>This is not the address of tiles: {detail}.</source>
        <translation>这不是瓦片地址：{detail}。</translation>
    </message>
    <message>
        <source>{detail} asks for a key. Give it with the base.</source>
        <translation>{detail} 需要密钥，请随底图一起填写。</translation>
    </message>
    <message>
        <source>The source has no tiles at this scale: {detail}. Choose other zoom levels.</source>
        <translation>这个比例尺下没有瓦片：{detail}。请换一个级别范围。</translation>
    </message>
    <message>
        <source>{detail} has no tiles here. Check the address and whether it covers this city.</source>
        <translation>{detail} 在这里没有瓦片，请检查地址以及它是否覆盖本市。</translation>
    </message>
    <message>
        <source>{detail} refuses: the key is wrong, used up, or not meant for this program. Check the key.</source>
        <translation>{detail} 拒绝访问：密钥有误、额度用尽，或不允许本程序使用。请检查密钥。</translation>
    </message>
    <message>
        <source>{detail} answers that it is asked too much. It is asked again later.</source>
        <translation>{detail} 说请求过多，稍后会自动再试。</translation>
    </message>
    <message>
        <source>{detail} is out of order. It is asked again later.</source>
        <translation>{detail} 出了故障，稍后会自动再试。</translation>
    </message>
    <message>
        <source>{detail} cannot be reached. Check the line; it is tried again by itself.</source>
        <translation>连不上 {detail}。请检查线路，会自动重试。</translation>
    </message>
    <message>
        <source>{detail} does not answer in time. It is tried again by itself.</source>
        <translation>{detail} 没有及时回应，会自动重试。</translation>
    </message>
    <message>
        <source>{detail} cannot prove who it is. Check the machine&apos;s clock and certificates.</source>
        <translation>{detail} 无法证明自己的身份。请检查本机时钟和证书。</translation>
    </message>
    <message>
        <source>{detail} answers with something that is no tile. A sign-in page of the network may stand between.</source>
        <translation>{detail} 返回的不是瓦片，中间可能隔着网络的登录页。</translation>
    </message>
    <message>
        <source>A tile of {detail} is larger than any tile should be; it is not drawn.</source>
        <translation>{detail} 有一块瓦片过大，没有画出来。</translation>
    </message>
    <message>
        <source>A tile of {detail} is damaged; it is not drawn.</source>
        <translation>{detail} 有一块瓦片已损坏，没有画出来。</translation>
    </message>
    <message>
        <source>{ground} · without the base map {title}</source>
        <translation>{ground} · 无底图“{title}”</translation>
    </message>
    <message>
        <source>The city&apos;s own ground is shown instead of the base map {title}, which could not be had.</source>
        <translation>未能取得底图“{title}”，图中为城市自有底图。</translation>
    </message>
    <message>
        <source>Parts of the base map {title} could not be had; the city&apos;s own ground is seen there.</source>
        <translation>底图“{title}”有部分未能取得，该处为城市自有底图。</translation>
    </message>
    <message>
        <source>{detail} does not say which layers it has (WMTS). Check the address, or give that of tiles.</source>
        <translation>{detail} 未返回图层列表（WMTS）。请检查地址，或改填瓦片地址。</translation>
    </message>
    <message>
        <source>This server has several layers. Add one of them with # after the address: {detail}.</source>
        <translation>该服务有多个图层，请在地址后加 # 和图层名：{detail}。</translation>
    </message>
    <message>
        <source>The server has no layer that can be drawn: {detail}.</source>
        <translation>该服务没有可以绘制的图层：{detail}。</translation>
    </message>
    <message>
        <source>The layer wants to be told {detail} for every tile, which is not done here.</source>
        <translation>该图层要求每张瓦片给出参数 {detail}，此处不支持。</translation>
    </message>
    <message>
        <source>{detail} answers that it is asked too much. Try again in some minutes.</source>
        <translation>{detail} 说请求过多，请过几分钟再试。</translation>
    </message>
    <message>
        <source>{detail} is out of order. Try again later.</source>
        <translation>{detail} 出了故障，请稍后再试。</translation>
    </message>
    <message>
        <source>{detail} cannot be reached. Check the line, then try again.</source>
        <translation>连不上 {detail}。请检查线路，然后再试。</translation>
    </message>
    <message>
        <source>{detail} does not answer in time. Try again later.</source>
        <translation>{detail} 没有及时回应，请稍后再试。</translation>
    </message>
</context>
<context>
    <name>MapTooltip</name>
    <message>
        <source>for {age}</source>
        <translation>已 {age}</translation>
    </message>
    <message>
        <source>since {clock}</source>
        <translation>始于 {clock}</translation>
    </message>
    <message>
        <source>never seen</source>
        <translation>从未定位</translation>
    </message>
    <message>
        <source>{age} old</source>
        <translation>{age}前</translation>
    </message>
    <message>
        <source>of {clock}</source>
        <translation>{clock} 时</translation>
    </message>
    <message>
        <source>heard {age} ago</source>
        <translation>{age}前有消息</translation>
    </message>
    <message>
        <source>lost; last heard at {clock}</source>
        <translation>已断开；最后消息 {clock}</translation>
    </message>
    <message>
        <source>State: {state}</source>
        <translation>状态：{state}</translation>
    </message>
    <message>
        <source>Position: {position}</source>
        <translation>位置：{position}</translation>
    </message>
    <message>
        <source>Link: {link}</source>
        <translation>连接：{link}</translation>
    </message>
    <message>
        <source>{count} incidents here:</source>
        <translation>此处 {count} 个事件：</translation>
    </message>
    <message>
        <source>the clock stands still</source>
        <translation>已停计时</translation>
    </message>
    <message>
        <source>late by {age}</source>
        <translation>超时 {age}</translation>
    </message>
    <message>
        <source>{age} left</source>
        <translation>剩余 {age}</translation>
    </message>
    <message>
        <source>{count} workers here</source>
        <translation>此处 {count} 人</translation>
    </message>
    <message>
        <source>A click goes nearer, until they come apart.</source>
        <translation>点击放大，直至分开。</translation>
    </message>
    <message>
        <source>sees all around</source>
        <translation>全景</translation>
    </message>
    <message>
        <source>looks {direction}, {angle}° wide</source>
        <translation>朝{direction}，视角 {angle}°</translation>
    </message>
    <message>
        <source>{count} cameras here</source>
        <translation>此处 {count} 个摄像头</translation>
    </message>
    <message>
        <source>Road without a name</source>
        <extracomment>So many members of a cluster are named.</extracomment>
        <translation>无名道路</translation>
    </message>
    <message>
        <source>closed since {clock} by {name}</source>
        <translation>{name} 自 {clock} 起封闭</translation>
    </message>
    <message>
        <source>until {clock}</source>
        <translation>至 {clock}</translation>
    </message>
</context>
<context>
    <name>MapWording</name>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>Picture stopped at {clock} · {age} ago</source>
        <translation>态势停在 {clock} · {age} 前</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>off duty</source>
        <translation>离岗</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>on scene</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>city</source>
        <translation>市</translation>
    </message>
    <message>
        <source>district</source>
        <translation>区</translation>
    </message>
    <message>
        <source>street</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Aiming at: {level}  ·  Ctrl: one up  ·  Shift: one down</source>
        <translation>目标层级：{level}  ·  Ctrl 上一级  ·  Shift 下一级</translation>
    </message>
    <message>
        <source>resting; can be asked, but ranks lower</source>
        <translation>休息中，可以派但排序靠后</translation>
    </message>
    <message>
        <source>has not been heard of for a while</source>
        <translation>已有一段时间没有定位</translation>
    </message>
    <message>
        <source>no road leads from there to here</source>
        <translation>没有道路可以到达</translation>
    </message>
    <message>
        <source>position unknown, so no travel time</source>
        <translation>位置未知，无法估算路程</translation>
    </message>
    <message>
        <source>outside your area; ask the centre above</source>
        <translation>不在您的辖区，请联系上级中心</translation>
    </message>
    <message>
        <source>this role does not take incidents</source>
        <translation>该岗位不接事件</translation>
    </message>
    <message>
        <source>off duty; choose somebody on duty, or the area beside him</source>
        <translation>不在岗；请选择在岗人员，或放到旁边的区域</translation>
    </message>
    <message>
        <source>has it already; nothing would change</source>
        <translation>已在其手中，无需变更</translation>
    </message>
    <message>
        <source>nobody is on duty here; drop it on a larger area</source>
        <translation>此处无人在岗，请拖到更大的区域</translation>
    </message>
    <message>
        <source>this area is not in the city&apos;s tree</source>
        <translation>区域不在本市区划内</translation>
    </message>
    <message>
        <source>cannot take it now</source>
        <translation>目前不能接</translation>
    </message>
    <message>
        <source>Not given to {name}: {why}</source>
        <translation>未派给 {name}：{why}</translation>
    </message>
    <message>
        <source>Send to {area} → {worker}</source>
        <translation>派往{area} → {worker}</translation>
    </message>
    <message>
        <source>Send to {area} → {worker}, best placed there</source>
        <translation>派往{area} → {worker}（区域内最合适）</translation>
    </message>
    <message>
        <source>Send to {area} → {worker}, in charge above it</source>
        <translation>派往{area} → {worker}（上级负责人）</translation>
    </message>
    <message>
        <source>in hand: {count}</source>
        <translation>在办 {count} 件</translation>
    </message>
    <message>
        <source>Resume following {worker}</source>
        <translation>继续跟随{worker}</translation>
    </message>
    <message>
        <source>Following {worker}</source>
        <translation>正在跟随{worker}</translation>
    </message>
    <message>
        <source>Schematic map · WGS-84</source>
        <translation>示意地图 · WGS-84</translation>
    </message>
    <message>
        <source>The map appears as soon as the city is here.</source>
        <translation>城市数据就绪后显示地图。</translation>
    </message>
    <message>
        <source>{count} km</source>
        <translation>{count} 千米</translation>
    </message>
    <message>
        <source>{count} m</source>
        <translation>{count} 米</translation>
    </message>
    <message>
        <source>{count} km²</source>
        <translation>{count} 平方千米</translation>
    </message>
    <message>
        <source>{count} m²</source>
        <translation>{count} 平方米</translation>
    </message>
    <message>
        <source>{length} · encloses {area}</source>
        <translation>{length} · 围合 {area}</translation>
    </message>
    <message>
        <source>No other incident lies on the selected one.</source>
        <translation>选中的事件处没有其他事件重叠。</translation>
    </message>
    <message>
        <source>Select an incident first, on the map or in the queue.</source>
        <translation>请先在地图上或队列中选择一个事件。</translation>
    </message>
    <message>
        <source>Click from point to point; double click ends, Backspace takes back, Esc puts the tape away.</source>
        <translation>逐点点击测量；双击结束，退格撤回一点，Esc 收起。</translation>
    </message>
    <message>
        <source>Draw around what you mean, with Shift a box; Enter takes all in view, Esc puts the pen away.</source>
        <translation>圈出所要的范围，按住 Shift 画方框；回车选取整个视图，Esc 收起。</translation>
    </message>
    <message>
        <source>Copied: {coordinates}</source>
        <translation>已复制：{coordinates}</translation>
    </message>
    <message>
        <source>Marked: {place}. {number} on the map goes there.</source>
        <translation>已收藏：{place}。在地图上按 {number} 直达。</translation>
    </message>
    <message>
        <source>Marked: {place}</source>
        <translation>已收藏：{place}</translation>
    </message>
    <message>
        <source>north</source>
        <translation>北</translation>
    </message>
    <message>
        <source>north-east</source>
        <translation>东北</translation>
    </message>
    <message>
        <source>east</source>
        <translation>东</translation>
    </message>
    <message>
        <source>south-east</source>
        <translation>东南</translation>
    </message>
    <message>
        <source>south</source>
        <translation>南</translation>
    </message>
    <message>
        <source>south-west</source>
        <translation>西南</translation>
    </message>
    <message>
        <source>west</source>
        <translation>西</translation>
    </message>
    <message>
        <source>north-west</source>
        <translation>西北</translation>
    </message>
    <message>
        <source>Select somebody first, on the map or among the people.</source>
        <translation>请先在地图上或人员中选择一人。</translation>
    </message>
    <message>
        <source>{coordinates} lies outside this city.</source>
        <translation>{coordinates} 在本市范围之外。</translation>
    </message>
</context>
<context>
    <name>MapWork</name>
    <message>
        <source>Areas without colours</source>
        <extracomment>Layers that have commands of their own, which know more of them.</extracomment>
        <translation>区域不着色</translation>
    </message>
    <message>
        <source>Colour the areas by: {figure}</source>
        <translation>区域着色：{figure}</translation>
    </message>
    <message>
        <source>Hide layer: {layer}</source>
        <translation>隐藏图层：{layer}</translation>
    </message>
    <message>
        <source>Show layer: {layer}</source>
        <translation>显示图层：{layer}</translation>
    </message>
    <message>
        <source>Layers of the map</source>
        <translation>地图图层</translation>
    </message>
    <message>
        <source>Measure on the map</source>
        <translation>在地图上测量</translation>
    </message>
    <message>
        <source>Choose incidents by drawing an area</source>
        <translation>在地图上圈选事件</translation>
    </message>
    <message>
        <source>Marked places</source>
        <translation>收藏位置</translation>
    </message>
    <message>
        <source>Overview of the map, on or off</source>
        <translation>鹰眼图 开/关</translation>
    </message>
    <message>
        <source>Measure from here</source>
        <translation>从此处测量</translation>
    </message>
    <message>
        <source>Mark this place…</source>
        <translation>收藏此位置…</translation>
    </message>
    <message>
        <source>Stop following {worker}</source>
        <translation>停止跟随{worker}</translation>
    </message>
    <message>
        <source>Follow {worker}</source>
        <translation>跟随{worker}</translation>
    </message>
    <message>
        <source>Copy {coordinates}</source>
        <translation>复制 {coordinates}</translation>
    </message>
    <message>
        <source>Copied: {coordinates}</source>
        <translation>已复制：{coordinates}</translation>
    </message>
</context>
<context>
    <name>NamedMenu</name>
    <message>
        <source>Rename</source>
        <extracomment>The sign before a row that is not chosen.</extracomment>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>“{name}”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>NothingHere</name>
    <message>
        <source>Everything is hidden or in a window of its own.</source>
        <translation>所有窗格都已隐藏或在单独窗口中。</translation>
    </message>
    <message>
        <source>Bring the windows home</source>
        <translation>全部移回主窗口</translation>
    </message>
</context>
<context>
    <name>NoticeBanner</name>
    <message>
        <source>The backend does not let this desk in.</source>
        <translation>服务端未准许本指挥台接入。</translation>
    </message>
    <message>
        <source>The link to the backend is lost. What you see is {age} old.</source>
        <translation>与服务端的连接已中断，当前画面为 {age} 前的情况。</translation>
    </message>
    <message>
        <source>Next try in {next}.</source>
        <translation>{next} 后重试。</translation>
    </message>
    <message>
        <source>Trying to reach it …</source>
        <translation>正在重试……</translation>
    </message>
    <message>
        <source>{count} command(s) are kept and sent as soon as it is back.</source>
        <translation>{count} 条指令已保存，恢复连接后立即发送。</translation>
    </message>
    <message>
        <source>Set it aside and begin anew …</source>
        <translation>移到一旁，重新开始……</translation>
    </message>
</context>
<context>
    <name>NoticeCentre</name>
    <message>
        <source>Show the incident</source>
        <translation>查看事件</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>知悉</translation>
    </message>
    <message>
        <source>Acknowledge for the whole room</source>
        <translation>为全室签收</translation>
    </message>
    <message>
        <source>Nothing waits to be known. What is severe, late, declined or pressed on appears here.</source>
        <translation>没有待知悉的通知。重大、超时、退回和督办的事件会出现在这里。</translation>
    </message>
    <message>
        <source>The newest {shown} of {count}</source>
        <translation>最新 {shown} 条，共 {count} 条</translation>
    </message>
    <message>
        <source>Acknowledged once is acknowledged for every desk of the room.</source>
        <translation>任一席位知悉，全室即知悉。</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>All known</source>
        <translation>全部知悉</translation>
    </message>
    <message>
        <source>Show each of them</source>
        <extracomment>Rows that are shown; the head says how many more there are. Width in logical pixels.</extracomment>
        <translation>逐条显示</translation>
    </message>
    <message>
        <source>All of these: known to the whole room</source>
        <translation>以上全部：全室知悉</translation>
    </message>
    <message>
        <source>Back now, before its time</source>
        <translation>提前恢复</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>The worst severity is never put aside</source>
        <translation>Ⅰ级红色不可搁置</translation>
    </message>
    <message>
        <source>{flood} in ten minutes: more than anybody can follow. Alike ones stand as one, lesser ones are put aside for a quarter of an hour, and only the severest sounds.</source>
        <translation>十分钟内 {flood} 条，已超出一人能应对的数量：相似的合并为一条，较轻的搁置一刻钟，只有最严重的会响铃。</translation>
    </message>
    <message>
        <source>All back now</source>
        <translation>全部恢复</translation>
    </message>
    <message>
        <source>What this desk has put aside, and until when</source>
        <translation>本席位搁置的通知及恢复时间</translation>
    </message>
    <message>
        <source>Put aside: {count}</source>
        <translation>已搁置：{count}</translation>
    </message>
</context>
<context>
    <name>NoticeRow</name>
    <message>
        <source>{kind} · until {time}</source>
        <extracomment>How long something can be put aside: minutes and the key that means it.</extracomment>
        <translation>{kind} · 搁置至 {time}</translation>
    </message>
    <message>
        <source>{kind} · by the flood until {time}</source>
        <translation>{kind} · 通知过多自动搁置至 {time}</translation>
    </message>
    <message>
        <source>Put aside for a while, at this desk</source>
        <translation>在本席位暂时搁置</translation>
    </message>
    <message>
        <source>For {minutes} minutes</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新事件</translation>
    </message>
    <message>
        <source>past its time</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>came back</source>
        <translation>被退回</translation>
    </message>
    <message>
        <source>pressed on</source>
        <translation>被督办</translation>
    </message>
</context>
<context>
    <name>PaneWindow</name>
    <message>
        <source>{panes} – Grid Command</source>
        <translation>{panes} – 网格指挥台</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Incidents</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>事件详情</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>All figures</source>
        <translation>全部指标</translation>
    </message>
    <message>
        <source>Closed roads</source>
        <translation>封闭道路</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>派遣建议</translation>
    </message>
    <message>
        <source>Second map</source>
        <translation>第二张地图</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>Nobody who may take it is left.</source>
        <translation>没有可派的人了。</translation>
    </message>
    <message>
        <source>{first} would be best here, but “{other}” needs him more (else {extra} slower in all)</source>
        <translation>{first} 最合适，但“{other}”更需要他（否则合计慢 {extra}）</translation>
    </message>
    <message>
        <source>the best of all for it</source>
        <translation>对它最合适</translation>
    </message>
    <message>
        <source>his own area</source>
        <translation>本人辖区</translation>
    </message>
    <message>
        <source>{count} in hand</source>
        <translation>在办 {count} 件</translation>
    </message>
    <message>
        <source>Somebody comes on duty, or gets free.</source>
        <translation>有人上岗或空出来。</translation>
    </message>
    <message>
        <source>If he cannot, nobody is left.</source>
        <translation>如果他去不了，就没有人了。</translation>
    </message>
    <message>
        <source>If he cannot: {next}, {extra} slower in all</source>
        <translation>如果他去不了：由 {next} 去，合计慢 {extra}</translation>
    </message>
    <message>
        <source>; {count} others would get somebody else</source>
        <translation>；另有 {count} 件换人</translation>
    </message>
    <message>
        <source>holds, {span} left</source>
        <translation>能守住，余 {span}</translation>
    </message>
    <message>
        <source>late by {span}</source>
        <translation>超时 {span}</translation>
    </message>
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Incident</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Goes</source>
        <translation>派往</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>路程</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>What would change it</source>
        <translation>什么会改变它</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <source>{done} of {whole} weighed</source>
        <extracomment>From this width on the buttons stand beside the sentence; from this height on there is room for the whole reason.</extracomment>
        <translation>已权衡 {done} / {whole}</translation>
    </message>
    <message>
        <source>Send the {count} chosen</source>
        <translation>派出选中的 {count} 件</translation>
    </message>
    <message>
        <source>Nothing is proposed</source>
        <translation>暂无建议</translation>
    </message>
    <message>
        <source>Weigh everything that waits against everybody on duty: all together are served best.</source>
        <translation>把所有待派事件与所有在岗人员一起权衡：整体最优。</translation>
    </message>
    <message>
        <source>{count} wait, {sent} can be sent, on average {minutes} on the way</source>
        <translation>{count} 件待派，{sent} 件可派，平均路程 {minutes}</translation>
    </message>
    <message>
        <source>only what is chosen: {count} others wait</source>
        <translation>仅限当前筛选，另有 {count} 件待派</translation>
    </message>
    <message>
        <source>{count} less urgent ones are not weighed</source>
        <translation>另有 {count} 件较不紧急，未参与权衡</translation>
    </message>
    <message>
        <source>Send all {count}</source>
        <translation>全部派出 {count} 件</translation>
    </message>
    <message>
        <source>{count} others wait: show everything again, then weigh.</source>
        <translation>另有 {count} 件待派：先取消筛选，再权衡。</translation>
    </message>
    <message>
        <source>Nothing waits of what is chosen</source>
        <translation>当前筛选内没有待派事件</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>没有待派事件</translation>
    </message>
    <message>
        <source>Every open incident has somebody, or is not to be given yet.</source>
        <translation>在办事件都已有人处理，或暂不需要派遣。</translation>
    </message>
    <message>
        <source>None of it</source>
        <translation>全部不要</translation>
    </message>
    <message>
        <source>Weigh</source>
        <translation>权衡</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Proposed pairs</source>
        <translation>建议的派遣</translation>
    </message>
</context>
<context>
    <name>Planning</name>
    <message>
        <source>Propose who goes where</source>
        <extracomment>So many incidents are weighed at once, the most urgent first. A proposal the picture has overtaken is weighed again after so long. How far it is weighed is told when it takes longer than this. Progress is told every so many incidents.</extracomment>
        <translation>派遣建议：谁去哪里</translation>
    </message>
</context>
<context>
    <name>QueueHeading</name>
    <message>
        <source>{count} late</source>
        <translation>{count} 件超时</translation>
    </message>
</context>
<context>
    <name>QueueRow</name>
    <message>
        <source>{age} ago</source>
        <translation>{age}前</translation>
    </message>
    <message>
        <source>clock stopped</source>
        <translation>已停计时</translation>
    </message>
    <message>
        <source>sending …</source>
        <translation>发送中……</translation>
    </message>
    <message>
        <source>supervised</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>outside the city</source>
        <translation>辖区之外</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>{count} shown, {others} open ones not</source>
        <extracomment>So many signs may blink at once. Keys that give the selected incident to the best, the second and the third.</extracomment>
        <translation>列出 {count} 件，另有在办 {others} 件未列</translation>
    </message>
    <message>
        <source>No case is chosen</source>
        <translation>没有符合筛选的事件</translation>
    </message>
    <message>
        <source>Take the filter away with Esc or its × to see everything.</source>
        <translation>按 Esc 或点 × 取消筛选，显示全部。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>No incident here has all these words.</source>
        <translation>没有同时包含这些词的事件。</translation>
    </message>
    <message>
        <source>Nothing closed yet today</source>
        <translation>今日尚无结案</translation>
    </message>
    <message>
        <source>What is settled today is kept here.</source>
        <translation>今日办结的事件会留在这里。</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>没有待办事件</translation>
    </message>
    <message>
        <source>New incidents appear here with a chime.</source>
        <translation>新事件到达时会响铃并显示在这里。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Everything that is open</source>
        <translation>全部未结事件</translation>
    </message>
    <message>
        <source>For me</source>
        <translation>待我办</translation>
    </message>
    <message>
        <source>What waits for the desk to act</source>
        <translation>等待指挥台处理的事件</translation>
    </message>
    <message>
        <source>In the field</source>
        <translation>现场办</translation>
    </message>
    <message>
        <source>What a worker has in hand</source>
        <translation>网格员正在处置的事件</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>What has passed its deadline</source>
        <translation>已超过时限的事件</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>今日了结</translation>
    </message>
    <message>
        <source>What was closed, merged or voided today</source>
        <translation>今日结案、合并或作废的事件</translation>
    </message>
    <message>
        <source>Title, place, person, case number</source>
        <translation>标题、地点、人员、案件编号</translation>
    </message>
    <message>
        <source>Filter the queue</source>
        <translation>筛选事件队列</translation>
    </message>
    <message>
        <source>Incident queue</source>
        <translation>事件队列</translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
    <message>
        <source>What hurts first</source>
        <translation>最急优先</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>不分组</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>大类</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>处置人</translation>
    </message>
    <message>
        <source>Outside the city&apos;s areas</source>
        <translation>不在辖区内</translation>
    </message>
    <message>
        <source>Other categories</source>
        <translation>其他类别</translation>
    </message>
    <message>
        <source>Nobody has it</source>
        <translation>无人处置</translation>
    </message>
    <message>
        <source>{count} incidents, {late} late</source>
        <translation>{count} 件事件，{late} 件超时</translation>
    </message>
    <message>
        <source>{count} incidents</source>
        <translation>{count} 件事件</translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message>
        <source>Order and headings of the queue</source>
        <extracomment>So many filters have a key.</extracomment>
        <translation>事件队列的排序与分组</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已存筛选</translation>
    </message>
    <message>
        <source>Queue in order of: {order}</source>
        <translation>事件排序：{order}</translation>
    </message>
    <message>
        <source>Queue without headings</source>
        <translation>事件不分组</translation>
    </message>
    <message>
        <source>Queue under headings: {groups}</source>
        <translation>事件分组：{groups}</translation>
    </message>
    <message>
        <source>Queue: fold all headings</source>
        <translation>事件队列：全部折叠</translation>
    </message>
    <message>
        <source>Queue: open all headings</source>
        <translation>事件队列：全部展开</translation>
    </message>
    <message>
        <source>Filter: {name}</source>
        <translation>筛选：{name}</translation>
    </message>
    <message>
        <source>The filter “{name}” is saved.</source>
        <translation>筛选“{name}”已保存。</translation>
    </message>
    <message>
        <source>There is room for {count} filters. Delete one first.</source>
        <translation>最多保存 {count} 个筛选，请先删除一个。</translation>
    </message>
</context>
<context>
    <name>ReadyFilters</name>
    <message>
        <source>Late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Red and orange, waiting for me</source>
        <translation>红橙等级待我处理</translation>
    </message>
    <message>
        <source>Nobody has it</source>
        <translation>无人处置</translation>
    </message>
    <message>
        <source>Came back or must be done again</source>
        <translation>退回或返工</translation>
    </message>
    <message>
        <source>Arrived in the last hour</source>
        <translation>近一小时收到</translation>
    </message>
    <message>
        <source>My area</source>
        <translation>我的辖区</translation>
    </message>
</context>
<context>
    <name>ReasonBar</name>
    <message>
        <source>This cannot be undone after six seconds.</source>
        <extracomment>What this bar can ask for; an assignee is chosen among the candidates instead.</extracomment>
        <translation>六秒之后无法撤销。</translation>
    </message>
    <message>
        <source>This is no longer possible: the incident has changed meanwhile.</source>
        <translation>事件已有变化，此操作不再适用。</translation>
    </message>
    <message>
        <source>Which one? Type a part of its title or number.</source>
        <translation>并入哪一件？可输入标题或编号查找</translation>
    </message>
    <message>
        <source>Nothing else is open.</source>
        <translation>没有其他未结事件</translation>
    </message>
    <message>
        <source>Reason (goes into the timeline)</source>
        <translation>理由（记入时间线）</translation>
    </message>
    <message>
        <source>Note for everybody</source>
        <translation>备注（所有人可见）</translation>
    </message>
    <message>
        <source> hours more</source>
        <translation> 小时（延长）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Stars, 1 to 5</source>
        <translation>评分，1 至 5 星</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>The incident changed meanwhile. Look at it again and repeat the step if it still makes sense.</source>
        <translation>事件刚刚有变化，请重新查看，仍有必要时再操作一次。</translation>
    </message>
    <message>
        <source>This step is not possible at the incident&apos;s present stage.</source>
        <translation>事件当前环节不能做这一步。</translation>
    </message>
    <message>
        <source>That would change nothing, so nothing was done.</source>
        <translation>这样操作不会有任何变化，未执行。</translation>
    </message>
    <message>
        <source>This city&apos;s flow does not know this step.</source>
        <translation>本市流程中没有这一步。</translation>
    </message>
    <message>
        <source>The backend does not know this incident. Wait for its next update.</source>
        <translation>服务端没有这个事件，请等待下一次更新。</translation>
    </message>
    <message>
        <source>The incident is merged already. Split it off first.</source>
        <translation>事件已经合并，请先拆分。</translation>
    </message>
    <message>
        <source>Other incidents are merged into this one. Split them off first.</source>
        <translation>有其他事件并入了此事件，请先拆分。</translation>
    </message>
    <message>
        <source>An incident cannot be merged into itself. Choose another one.</source>
        <translation>事件不能并入自身，请选择另一个事件。</translation>
    </message>
    <message>
        <source>The other incident is closed. Choose an open one.</source>
        <translation>目标事件已结案，请选择未结事件。</translation>
    </message>
    <message>
        <source>The incident stands at the highest level already.</source>
        <translation>事件已在最高层级。</translation>
    </message>
    <message>
        <source>This step needs a reason. Say why in a few words.</source>
        <translation>这一步需要理由，请简要说明。</translation>
    </message>
    <message>
        <source>There is nothing in the note. Write what should be kept.</source>
        <translation>备注为空，请写明内容。</translation>
    </message>
    <message>
        <source>Nobody was chosen. Choose a person or an area.</source>
        <translation>没有选择对象，请选择人员或区域。</translation>
    </message>
    <message>
        <source>Choose the incident to merge into.</source>
        <translation>请选择要并入的事件。</translation>
    </message>
    <message>
        <source>Say how many hours more are needed.</source>
        <translation>请填写需要延长的小时数。</translation>
    </message>
    <message>
        <source>Give one to five stars.</source>
        <translation>请评一至五星。</translation>
    </message>
    <message>
        <source>Choose a category.</source>
        <translation>请选择类别。</translation>
    </message>
    <message>
        <source>This step needs a photo.</source>
        <translation>这一步需要照片。</translation>
    </message>
    <message>
        <source>This city does not have that category. Choose another one.</source>
        <translation>本市没有这个类别，请另选。</translation>
    </message>
    <message>
        <source>This worker is off duty. Choose somebody on duty.</source>
        <translation>该人员已离岗，请选择在岗人员。</translation>
    </message>
    <message>
        <source>This worker&apos;s role takes no incidents. Choose somebody else.</source>
        <translation>该岗位不接事件，请另选他人。</translation>
    </message>
    <message>
        <source>This worker has the incident already.</source>
        <translation>事件已在该人员手中。</translation>
    </message>
    <message>
        <source>The backend does not know this worker. Choose somebody else.</source>
        <translation>服务端没有该人员，请另选他人。</translation>
    </message>
    <message>
        <source>The backend does not know this area. Choose another one.</source>
        <translation>服务端没有该区域，请另选。</translation>
    </message>
    <message>
        <source>Nobody responsible here is on duty. Choose a larger area or a person.</source>
        <translation>此处没有负责人在岗，请选择更大的区域或具体人员。</translation>
    </message>
    <message>
        <source>Your role may not do this step. Ask a supervisor.</source>
        <translation>您的岗位无权操作，请找督导员。</translation>
    </message>
    <message>
        <source>This belongs to somebody else, so only that person may do it.</source>
        <translation>这属于他人，只能由本人操作。</translation>
    </message>
    <message>
        <source>This lies outside the area you are responsible for.</source>
        <translation>不在您负责的辖区内。</translation>
    </message>
    <message>
        <source>There is nothing left to take back.</source>
        <translation>没有可以撤销的操作。</translation>
    </message>
    <message>
        <source>This step cannot be taken back. Use the opposite step instead.</source>
        <translation>这一步不能撤销，请用相反的步骤处理。</translation>
    </message>
    <message>
        <source>Six seconds have passed: use the opposite step instead.</source>
        <translation>已超过六秒，请用相反的步骤处理。</translation>
    </message>
    <message>
        <source>Somebody else acted on it since, so it cannot be taken back.</source>
        <translation>之后已有他人操作，不能撤销。</translation>
    </message>
    <message>
        <source>The backend could not store the command: nothing was done. See to its disk and repeat the step.</source>
        <translation>服务端无法保存指令，未执行。请检查其磁盘后重试。</translation>
    </message>
    <message>
        <source>This desk could not keep the command, so it was not sent. Free disk space and repeat the step.</source>
        <translation>本机无法保存指令，未发送。请清理磁盘空间后重试。</translation>
    </message>
    <message>
        <source>The command met another one with its number. Repeat the step.</source>
        <translation>指令编号重复，请再操作一次。</translation>
    </message>
    <message>
        <source>Too many commands wait for an answer. Wait until some are confirmed.</source>
        <translation>待确认的指令过多，请等部分确认后再操作。</translation>
    </message>
    <message>
        <source>Too much was sent at once. Wait a moment and repeat the step.</source>
        <translation>发送过于频繁，请稍候再试。</translation>
    </message>
    <message>
        <source>The backend did not understand. Are both of the same version?</source>
        <translation>服务端无法理解该指令，请检查两端版本是否一致。</translation>
    </message>
    <message>
        <source>The text is too long. Shorten it and repeat the step.</source>
        <translation>文字过长，请缩短后重试。</translation>
    </message>
    <message>
        <source>The backend failed and did nothing. Its log says more; repeat the step.</source>
        <translation>服务端出错，未执行。详情见其日志，请重试。</translation>
    </message>
    <message>
        <source>Desk and backend are of different versions. Update the older one, then start the desk again.</source>
        <translation>指挥台与服务端版本不同，请升级较旧的一端后重新启动。</translation>
    </message>
    <message>
        <source>Name or secret is wrong, or the account was changed. Sign in again.</source>
        <translation>用户名或密码错误，或账号已变更，请重新登录。</translation>
    </message>
    <message>
        <source>The backend does not know this account. Ask its administrator.</source>
        <translation>服务端没有此账号，请联系管理员。</translation>
    </message>
    <message>
        <source>This desk did not keep up with the backend. Look at its network.</source>
        <translation>本机接收过慢，请检查网络。</translation>
    </message>
    <message>
        <source>The backend was not heard for ten seconds. Look at the network.</source>
        <translation>十秒未收到服务端消息，请检查网络。</translation>
    </message>
    <message>
        <source>No backend answers there. Look whether it runs and whether the network is up.</source>
        <translation>服务端没有应答，请确认它在运行、网络正常。</translation>
    </message>
    <message>
        <source>The backend ended, or the line broke.</source>
        <translation>服务端已退出，或线路中断。</translation>
    </message>
    <message>
        <source>What answers there lets no desk in yet. Wait, or correct the address.</source>
        <translation>该地址暂不接受指挥台，请稍候或更正地址。</translation>
    </message>
    <message>
        <source>What answers there is no backend. Correct the address.</source>
        <translation>该地址应答的不是服务端，请更正地址。</translation>
    </message>
    <message>
        <source>The address must begin with ws:// or wss://. Correct it.</source>
        <translation>地址须以 ws:// 或 wss:// 开头，请更正。</translation>
    </message>
    <message>
        <source>The backend&apos;s certificate is not trusted. Ask its administrator for a valid one.</source>
        <translation>服务端证书不受信任，请联系管理员更换有效证书。</translation>
    </message>
    <message>
        <source>The backend serves as many desks as it can. Close one of them.</source>
        <translation>服务端接入的指挥台已达上限，请先关闭一个。</translation>
    </message>
    <message>
        <source>The backend cannot give the map of its city. Look at its log.</source>
        <translation>服务端无法提供城市地图，请查看其日志。</translation>
    </message>
    <message>
        <source>The backend is stopping. The desk comes back with it by itself.</source>
        <translation>服务端正在停止，恢复后会自动重连。</translation>
    </message>
    <message>
        <source>There is no road here. Point at a road, nearer if need be.</source>
        <translation>这里没有道路。请对准道路，必要时放大地图。</translation>
    </message>
    <message>
        <source>This road is closed already.</source>
        <translation>该路段已经封闭。</translation>
    </message>
    <message>
        <source>This road is open again already.</source>
        <translation>该路段已经恢复通行。</translation>
    </message>
    <message>
        <source>The backend does not know this closed road. Wait a moment.</source>
        <translation>后台不知道这处封路，请稍候。</translation>
    </message>
    <message>
        <source>The road would be open again at once. Choose a longer time.</source>
        <translation>到期时间已过，道路会立即恢复。请选更长的时间。</translation>
    </message>
</context>
<context>
    <name>RegionRow</name>
    <message>
        <source>deadline holds</source>
        <translation>时限可保</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>赶不上时限</translation>
    </message>
</context>
<context>
    <name>RegionView</name>
    <message>
        <source>Drop on an area: whoever is responsible there gets it.</source>
        <extracomment>A drag that rests on a closed branch this long opens it (ms).</extracomment>
        <translation>拖到区域上，由该区域当前负责人接办。</translation>
    </message>
    <message>
        <source>{grids} grids, {on_duty} on duty with {load} in hand</source>
        <translation>{grids} 个网格，在岗 {on_duty} 人，在办 {load} 件</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未结</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>on duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Areas of the city</source>
        <translation>区域树</translation>
    </message>
</context>
<context>
    <name>RoadWork</name>
    <message>
        <source>Close a road …</source>
        <extracomment>A road is meant that lies within so many pixels of where somebody points.</extracomment>
        <translation>封闭道路…</translation>
    </message>
    <message>
        <source>Closed roads</source>
        <translation>封闭道路</translation>
    </message>
    <message>
        <source>Close {road} here …</source>
        <translation>在此封闭 {road}…</translation>
    </message>
    <message>
        <source>Close this road here …</source>
        <translation>在此封闭这条路…</translation>
    </message>
    <message>
        <source>Open {road} again</source>
        <translation>恢复 {road} 通行</translation>
    </message>
    <message>
        <source>Open this road again</source>
        <translation>恢复这条路通行</translation>
    </message>
    <message>
        <source>a road without a name</source>
        <translation>无名道路</translation>
    </message>
    <message>
        <source>Closed: {road}</source>
        <translation>已封闭：{road}</translation>
    </message>
    <message>
        <source>Open again: {road}</source>
        <translation>已恢复通行：{road}</translation>
    </message>
</context>
<context>
    <name>RoadsView</name>
    <message>
        <source>a road without a name</source>
        <extracomment>Hours after which a road may open by itself; the first: not by itself.</extracomment>
        <translation>无名道路</translation>
    </message>
    <message>
        <source>Close {road}, {length} from junction to junction</source>
        <translation>封闭 {road}，路口到路口 {length}</translation>
    </message>
    <message>
        <source>No road is closed</source>
        <translation>没有封闭的道路</translation>
    </message>
    <message>
        <source>Point at a road on the map with the right button, or press the button above.</source>
        <translation>在地图上右击道路，或按上面的按钮。</translation>
    </message>
    <message>
        <source>Close the road in the middle of the map …</source>
        <translation>封闭地图中央的道路…</translation>
    </message>
    <message>
        <source>Why is it closed? (everybody reads it)</source>
        <translation>为什么封闭？（所有人可见）</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>封闭多久</translation>
    </message>
    <message>
        <source>for {hours:.0f} h</source>
        <translation>{hours:.0f} 小时</translation>
    </message>
    <message>
        <source>until it is opened</source>
        <translation>直到有人恢复</translation>
    </message>
    <message>
        <source>Close the road</source>
        <translation>封闭道路</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RosterRow</name>
    <message>
        <source>{count} in hand</source>
        <translation>在办 {count} 件</translation>
    </message>
    <message>
        <source>own area</source>
        <translation>责任区内</translation>
    </message>
    <message>
        <source>deadline holds</source>
        <translation>时限可保</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>赶不上时限</translation>
    </message>
    <message>
        <source>never seen</source>
        <translation>从未定位</translation>
    </message>
    <message>
        <source>{state} · seen {clock}</source>
        <translation>{state} · {clock} 定位</translation>
    </message>
    <message>
        <source>{state} · {age} ago</source>
        <translation>{state} · {age}前</translation>
    </message>
</context>
<context>
    <name>RosterView</name>
    <message>
        <source>Nobody found</source>
        <translation>没有找到人员</translation>
    </message>
    <message>
        <source>Try a name, its initials in pinyin, a phone or a grid.</source>
        <translation>可输入姓名、拼音首字母、电话或网格。</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>暂无人员</translation>
    </message>
    <message>
        <source>Workers appear here when they come on duty.</source>
        <translation>人员到岗后显示在这里。</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Everybody on duty now</source>
        <translation>当前全部在岗人员</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>On duty with nothing to do</source>
        <translation>在岗且无任务</translation>
    </message>
    <message>
        <source>Engaged</source>
        <translation>有任务</translation>
    </message>
    <message>
        <source>On the way, on scene or busy</source>
        <translation>在途、到场或忙碌</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>On duty, but the position is older than three minutes</source>
        <translation>在岗，但超过三分钟没有定位</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Everybody, also off duty</source>
        <translation>全部人员，含离岗</translation>
    </message>
    <message>
        <source>Name, pinyin, phone, grid</source>
        <translation>姓名、拼音、电话、网格</translation>
    </message>
    <message>
        <source>Filter the roster</source>
        <translation>筛选人员</translation>
    </message>
    <message>
        <source>Roster</source>
        <translation>人员名册</translation>
    </message>
</context>
<context>
    <name>SessionKeeper</name>
    <message>
        <source>What was remembered of this desk could not be read. It was set aside as {file}.</source>
        <extracomment>What changed is written so often (ms).</extracomment>
        <translation>上次的桌面布局无法读取，文件已另存为 {file}。</translation>
    </message>
    <message>
        <source>The layout of this desk cannot be kept ({reason}).</source>
        <translation>桌面布局无法保存（{reason}）。</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>This machine has no program that opens folders. It is here: {folder}</source>
        <translation>本机没有可打开文件夹的程序。位置：{folder}</translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>Dark</source>
        <extracomment>Sizes that are offered, in per cent. What can be silent: the sounds of new incidents, and that of what is past its time.</extracomment>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation>界面大小</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Sounds for</source>
        <translation>提示音</translation>
    </message>
    <message>
        <source>City of the next start</source>
        <translation>下次打开的城市</translation>
    </message>
    <message>
        <source>Panes and windows</source>
        <translation>面板与窗口</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>数据位置</translation>
    </message>
    <message>
        <source>Crash reports</source>
        <translation>崩溃报告</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>from the next start; now {now} %</source>
        <translation>下次启动生效；当前 {now} %</translation>
    </message>
    <message>
        <source>from the next start</source>
        <translation>下次启动生效</translation>
    </message>
    <message>
        <source>This machine has no loudspeaker the desk could use.</source>
        <translation>本机没有可用的音频设备。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Esc closes; everything is kept at once</source>
        <translation>Esc 关闭；更改即时保存</translation>
    </message>
    <message>
        <source>Mute everything</source>
        <translation>全部静音</translation>
    </message>
    <message>
        <source>past its time</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Listen: {sound}</source>
        <translation>试听：{sound}</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Back to the saved layout</source>
        <translation>恢复保存的布局</translation>
    </message>
    <message>
        <source>Show the tour again</source>
        <translation>再看一遍导览</translation>
    </message>
</context>
<context>
    <name>SnapshotBar</name>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>已取消，未写入任何文件。</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Reading the room</source>
        <translation>读取态势</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>绘制地图</translation>
    </message>
    <message>
        <source>Setting the pages</source>
        <translation>排版</translation>
    </message>
    <message>
        <source>Writing the file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>Export the situation</source>
        <translation>导出态势</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>One sheet as a picture</source>
        <translation>一张态势图片</translation>
    </message>
    <message>
        <source>A document of several pages</source>
        <translation>多页文档</translation>
    </message>
    <message>
        <source>A live map in one file, for any browser</source>
        <translation>单文件网页地图，浏览器可开</translation>
    </message>
    <message>
        <source>Tables and charts for a spreadsheet</source>
        <translation>电子表格与图表</translation>
    </message>
    <message>
        <source>Places as data for other maps</source>
        <translation>供其他地图使用的数据</translation>
    </message>
    <message>
        <source>The whole room, to export from it again</source>
        <translation>整个态势存档，可再次导出</translation>
    </message>
    <message>
        <source>Screen, 1920 × 1080</source>
        <translation>屏幕 1920 × 1080</translation>
    </message>
    <message>
        <source>4K screen, 3840 × 2160</source>
        <translation>4K 屏 3840 × 2160</translation>
    </message>
    <message>
        <source>A4 across, 300 dpi</source>
        <translation>A4 横向 300 dpi</translation>
    </message>
    <message>
        <source>A3 across, 300 dpi</source>
        <translation>A3 横向 300 dpi</translation>
    </message>
    <message>
        <source>Wall, 7680 × 4320</source>
        <translation>大屏 7680 × 4320</translation>
    </message>
    <message>
        <source>The whole city</source>
        <translation>全域</translation>
    </message>
    <message>
        <source>As the desk&apos;s map is now</source>
        <translation>与当前地图一致</translation>
    </message>
    <message>
        <source>Desk&apos;s map: {shown}</source>
        <translation>指挥台地图：{shown}</translation>
    </message>
    <message>
        <source>Desk&apos;s map (the city&apos;s own ground now)</source>
        <translation>指挥台地图（当前为城市自有底图）</translation>
    </message>
    <message>
        <source>Light, for paper</source>
        <translation>浅色（打印）</translation>
    </message>
    <message>
        <source>Dark, for screens</source>
        <translation>深色（屏幕）</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员位置</translation>
    </message>
    <message>
        <source>Single incidents</source>
        <translation>事件明细</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Only what is chosen: {chosen}</source>
        <translation>仅当前筛选：{chosen}</translation>
    </message>
    <message>
        <source>Only what is chosen on the desk (nothing now)</source>
        <translation>仅台面当前筛选（目前无筛选）</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>The city&apos;s own ground, not coloured</source>
        <translation>城市自有底图，不着色</translation>
    </message>
</context>
<context>
    <name>SnapshotResults</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>{count} MB</source>
        <translation>{count} MB</translation>
    </message>
    <message>
        <source>{count} kB</source>
        <translation>{count} kB</translation>
    </message>
</context>
<context>
    <name>Snapshots</name>
    <message>
        <source>Export the situation</source>
        <extracomment>A choice is changed several times in a row: what follows from it is made ready a moment (ms) after the last. An open panel nobody uses lets its process go (ms).</extracomment>
        <translation>导出态势</translation>
    </message>
    <message>
        <source>There is nothing to export before the city is here.</source>
        <translation>城市数据到达之前没有可导出的内容。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be used ({reason}). Choose another.</source>
        <translation>文件夹 {folder} 无法使用（{reason}），请另选。</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已导出：{file}</translation>
    </message>
    <message>
        <source>The export stopped by itself ({reason}). Nothing was left half written; try again.</source>
        <translation>导出意外中止（{reason}）。没有留下不完整的文件，请重试。</translation>
    </message>
</context>
<context>
    <name>SpreadChart</name>
    <message>
        <source>{people} people with {count} cases in hand, {cases} cases in all</source>
        <translation>{people} 人每人在手 {count} 件，共 {cases} 件</translation>
    </message>
</context>
<context>
    <name>StaleOrders</name>
    <message>
        <source>Orders given more than two minutes ago that were not sent: {count}. Send them now?</source>
        <translation>有 {count} 条两分钟前的指令尚未发送，现在发送吗？</translation>
    </message>
    <message>
        <source>Send them</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>Trying to reach it …</source>
        <extracomment>Widest lines of text, logical pixels.</extracomment>
        <translation>正在重试……</translation>
    </message>
    <message>
        <source>The desk could not start</source>
        <translation>指挥台无法启动</translation>
    </message>
    <message>
        <source>Grid Command</source>
        <translation>网格指挥台</translation>
    </message>
    <message>
        <source>In its own words: {words}</source>
        <translation>原文：{words}</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动……</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Set it aside and begin anew …</source>
        <translation>移到一旁，重新开始……</translation>
    </message>
    <message>
        <source>The city then begins without incidents, accounts and device tokens. The damaged file is kept beside the new one, with its time in its name, so that it can still be examined or repaired.</source>
        <translation>城市将在没有案件、账号和设备令牌的情况下重新开始。损坏的文件保留在新文件旁，文件名带有时间，以便日后检查或修复。</translation>
    </message>
    <message>
        <source>Set it aside and begin anew</source>
        <translation>移到一旁，重新开始</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Preparation</source>
        <translation>准备进度</translation>
    </message>
</context>
<context>
    <name>StepButtons</name>
    <message>
        <source>Key {key}</source>
        <extracomment>So many steps are buttons; the others stand in the menu. Another step in the place of the one that was pressed is not pressed by the same double click (seconds).</extracomment>
        <translation>快捷键 {key}</translation>
    </message>
    <message>
        <source>More steps</source>
        <translation>更多操作</translation>
    </message>
</context>
<context>
    <name>Taker</name>
    <message>
        <source>The backend did not answer. See whether it runs, and try again.</source>
        <translation>后台没有应答。请确认其正在运行后重试。</translation>
    </message>
</context>
<context>
    <name>TakingBack</name>
    <message>
        <source>{step}: {title}</source>
        <translation>{step}：{title}</translation>
    </message>
    <message>
        <source>{step} → {name}: {title}</source>
        <translation>{step} → {name}：{title}</translation>
    </message>
</context>
<context>
    <name>TimelineList</name>
    <message>
        <source>{count} photo(s)</source>
        <translation>照片 {count} 张</translation>
    </message>
    <message>
        <source>into {case}</source>
        <translation>并入 {case}</translation>
    </message>
    <message>
        <source>together with the case it is merged into: {case}</source>
        <translation>随其并入的案件：{case}</translation>
    </message>
</context>
<context>
    <name>Together</name>
    <message>
        <source>Nobody was sent: what was proposed is in other hands already.</source>
        <extracomment>Orders are kept on disk one by one: so many at a time leave the screen alone.</extracomment>
        <translation>没有派出：方案中的事件已由他人处置。</translation>
    </message>
    <message>
        <source>Sent as proposed: {count}</source>
        <translation>已按方案派出 {count} 件</translation>
    </message>
    <message>
        <source>Sent as proposed: {count} of {whole}</source>
        <translation>已按方案派出 {count} / {whole} 件</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>City time runs {rate:g} times as fast</source>
        <translation>城市时间以 {rate:g} 倍速运行</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未结</translation>
    </message>
    <message>
        <source>Incidents that are not closed</source>
        <translation>尚未结案的事件</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Open incidents past their deadline</source>
        <translation>已超过时限的未结事件</translation>
    </message>
    <message>
        <source>on duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Workers on duty of all workers</source>
        <translation>在岗人数 / 总人数</translation>
    </message>
    <message>
        <source>closed today</source>
        <translation>今日结案</translation>
    </message>
    <message>
        <source>Incidents closed since midnight</source>
        <translation>零点以来结案的事件</translation>
    </message>
    <message>
        <source>Find anything   Ctrl+K</source>
        <translation>全局查找   Ctrl+K</translation>
    </message>
    <message>
        <source>Notices   F8</source>
        <translation>通知   F8</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>声音开关</translation>
    </message>
    <message>
        <source>Chinese or English</source>
        <translation>中文 / English</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>深色 / 浅色</translation>
    </message>
    <message>
        <source>Settings   Ctrl+,</source>
        <translation>设置   Ctrl+,</translation>
    </message>
    <message>
        <source>Notices this desk has put aside   Shift+F8</source>
        <translation>本席位搁置的通知   Shift+F8</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Leave the tour</source>
        <extracomment>Width of the card, its distance from what it is about, room around that, logical pixels.</extracomment>
        <translation>跳过导览</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>To work</source>
        <translation>开始工作</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>The folder {folder} may not be written by this user.</source>
        <extracomment>Troubles that end when the database is put aside. By code: what happened, what to do. Names in braces are facts of the trouble.</extracomment>
        <translation>当前用户无权写入文件夹 {folder}。</translation>
    </message>
    <message>
        <source>Correct its rights, or start with another folder (--data).</source>
        <translation>请更正其权限，或换一个文件夹启动（--data）。</translation>
    </message>
    <message>
        <source>{folder} cannot hold data: it, or something on the way to it, is no folder.</source>
        <translation>{folder} 无法存放数据：它或其上级路径不是文件夹。</translation>
    </message>
    <message>
        <source>Start with another folder (--data).</source>
        <translation>请换一个文件夹启动（--data）。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be used.</source>
        <translation>文件夹 {folder} 无法使用。</translation>
    </message>
    <message>
        <source>See what is wrong with it, or start with another folder (--data).</source>
        <translation>请检查该文件夹，或换一个文件夹启动（--data）。</translation>
    </message>
    <message>
        <source>The disk is full: nothing more can be kept in {folder}.</source>
        <translation>磁盘已满：{folder} 中无法再保存任何内容。</translation>
    </message>
    <message>
        <source>Free some space on that disk.</source>
        <translation>请在该磁盘上腾出空间。</translation>
    </message>
    <message>
        <source>The disk that holds {folder} can only be read.</source>
        <translation>{folder} 所在的磁盘为只读。</translation>
    </message>
    <message>
        <source>Make it writable, or start with another folder (--data).</source>
        <translation>请将其改为可写，或换一个文件夹启动（--data）。</translation>
    </message>
    <message>
        <source>The disk that holds {folder} does not answer as it should.</source>
        <translation>{folder} 所在的磁盘读写异常。</translation>
    </message>
    <message>
        <source>Save what is on it and have it checked.</source>
        <translation>请先备份其中的数据，再检修磁盘。</translation>
    </message>
    <message>
        <source>Another backend works with {folder} already.</source>
        <translation>已有另一个后台在使用 {folder}。</translation>
    </message>
    <message>
        <source>Use that one, stop it, or start with another folder (--data).</source>
        <translation>请连接那个后台、将其停止，或换一个文件夹启动（--data）。</translation>
    </message>
    <message>
        <source>There is no city called {city}.</source>
        <translation>没有名为 {city} 的城市。</translation>
    </message>
    <message>
        <source>Choose one of these: {known}; or name a profile file (.toml).</source>
        <translation>可选：{known}；也可指定城市档案文件（.toml）。</translation>
    </message>
    <message>
        <source>A data file of the city cannot be used.</source>
        <translation>该城市的某个数据文件无法使用。</translation>
    </message>
    <message>
        <source>Correct the file and the place that are named below.</source>
        <translation>请更正下面指出的文件和位置。</translation>
    </message>
    <message>
        <source>The kept map of the city, {file}, is damaged.</source>
        <translation>保存的城市地图 {file} 已损坏。</translation>
    </message>
    <message>
        <source>Put a backup of that file in its place, or load the city&apos;s data once more.</source>
        <translation>请用该文件的备份替换，或重新导入该城市的数据。</translation>
    </message>
    <message>
        <source>{where} holds the city of seed {kept} with its incidents, not the one of seed {wanted}.</source>
        <translation>{where} 中保存的是种子为 {kept} 的城市及其案件，不是种子 {wanted} 的城市。</translation>
    </message>
    <message>
        <source>Nothing was changed. Start with --seed {kept} (or without --seed) to go on with it, or with another folder (--data) for the city of seed {wanted}.</source>
        <translation>未作任何改动。如要继续该城市，请用 --seed {kept}（或不带 --seed）启动；如要种子 {wanted} 的城市，请换一个文件夹（--data）。</translation>
    </message>
    <message>
        <source>{file} is no database (any more). It was left as it is.</source>
        <translation>{file} 不是数据库，或其内容已被破坏。文件未作改动。</translation>
    </message>
    <message>
        <source>Put a backup in its place; or set it aside and begin anew without its incidents (--set-aside): the file is kept.</source>
        <translation>请用备份替换；或将它移到一旁、不带原有案件重新开始（--set-aside），原文件会保留。</translation>
    </message>
    <message>
        <source>The database {file} is damaged. It was left as it is.</source>
        <translation>数据库 {file} 已损坏。文件未作改动。</translation>
    </message>
    <message>
        <source>Another program holds the database {file} locked.</source>
        <translation>数据库 {file} 被另一个程序锁定。</translation>
    </message>
    <message>
        <source>Close that program; then it goes on by itself.</source>
        <translation>请关闭那个程序，之后会自动继续。</translation>
    </message>
    <message>
        <source>The database {file} may not be written by this user.</source>
        <translation>当前用户无权写入数据库 {file}。</translation>
    </message>
    <message>
        <source>Correct the owner and the rights of the file.</source>
        <translation>请更正该文件的所有者和权限。</translation>
    </message>
    <message>
        <source>The database {file} cannot be opened.</source>
        <translation>数据库 {file} 无法打开。</translation>
    </message>
    <message>
        <source>See whether its folder is there and belongs to this user.</source>
        <translation>请检查其文件夹是否存在、是否属于当前用户。</translation>
    </message>
    <message>
        <source>The database {file} holds another city: {kept}, not {wanted}.</source>
        <translation>数据库 {file} 属于另一个城市：是 {kept}，不是 {wanted}。</translation>
    </message>
    <message>
        <source>Nothing was changed. Name the city&apos;s own database, or the right city.</source>
        <translation>未作任何改动。请指定该城市自己的数据库，或改选正确的城市。</translation>
    </message>
    <message>
        <source>The database {file} belongs to another program.</source>
        <translation>数据库 {file} 属于另一个程序。</translation>
    </message>
    <message>
        <source>Nothing was changed. Name another database (--database).</source>
        <translation>未作任何改动。请另选数据库（--database）。</translation>
    </message>
    <message>
        <source>The database {file} was made by a newer version of this program.</source>
        <translation>数据库 {file} 由本程序的更新版本创建。</translation>
    </message>
    <message>
        <source>Nothing was changed. Install that version.</source>
        <translation>未作任何改动。请安装相应版本。</translation>
    </message>
    <message>
        <source>The database server of {file} does not answer.</source>
        <translation>{file} 的数据库服务器没有应答。</translation>
    </message>
    <message>
        <source>See whether it runs and whether the address is right; it is tried again.</source>
        <translation>请检查它是否在运行、地址是否正确；将自动重试。</translation>
    </message>
    <message>
        <source>The database server of {file} does not accept the name and password.</source>
        <translation>{file} 的数据库服务器不接受该用户名和密码。</translation>
    </message>
    <message>
        <source>Correct them in the address (--database).</source>
        <translation>请在数据库地址中更正（--database）。</translation>
    </message>
    <message>
        <source>The database {file} cannot be used.</source>
        <translation>数据库 {file} 无法使用。</translation>
    </message>
    <message>
        <source>It was left as it is. Its own words are below.</source>
        <translation>文件未作改动。原始信息见下。</translation>
    </message>
    <message>
        <source>This machine has no driver for {driver} databases.</source>
        <translation>本机没有 {driver} 数据库的驱动。</translation>
    </message>
    <message>
        <source>Install it, then start again.</source>
        <translation>请安装后重新启动。</translation>
    </message>
    <message>
        <source>{file} is not the address of a database.</source>
        <translation>{file} 不是数据库地址。</translation>
    </message>
    <message>
        <source>Write it like sqlite:////path/to/file (--database).</source>
        <translation>请写成 sqlite:////path/to/file 的形式（--database）。</translation>
    </message>
    <message>
        <source>The database {file} cannot be set aside.</source>
        <translation>数据库 {file} 无法移到一旁。</translation>
    </message>
    <message>
        <source>Put a backup in its place.</source>
        <translation>请用备份替换。</translation>
    </message>
    <message>
        <source>Another program uses port {port} of {host} already.</source>
        <translation>{host} 的端口 {port} 已被另一个程序占用。</translation>
    </message>
    <message>
        <source>Choose another port (--port), or 0 for any free one.</source>
        <translation>请另选端口（--port），或填 0 自动选用空闲端口。</translation>
    </message>
    <message>
        <source>This machine does not let the backend listen at {host}:{port}.</source>
        <translation>本机不允许后台在 {host}:{port} 监听。</translation>
    </message>
    <message>
        <source>Choose another address or port (--host, --port).</source>
        <translation>请另选地址或端口（--host、--port）。</translation>
    </message>
    <message>
        <source>The backend&apos;s program {program} cannot be started.</source>
        <translation>后台程序 {program} 无法启动。</translation>
    </message>
    <message>
        <source>See whether it is there; otherwise install Grid Command anew.</source>
        <translation>请检查该程序是否存在，否则请重新安装网格指挥台。</translation>
    </message>
    <message>
        <source>The backend started but did not say where it is: {file} is missing.</source>
        <translation>后台已启动，但没有留下连接信息：缺少 {file}。</translation>
    </message>
    <message>
        <source>It is started once more.</source>
        <translation>将再次启动。</translation>
    </message>
    <message>
        <source>The backend stopped by itself (exit code {code}).</source>
        <translation>后台自行停止（退出码 {code}）。</translation>
    </message>
    <message>
        <source>It is started again; nothing that was confirmed is lost.</source>
        <translation>正在重新启动；已确认的指令不会丢失。</translation>
    </message>
    <message>
        <source>The backend could not start, for a reason nobody foresaw.</source>
        <translation>后台因意外原因无法启动。</translation>
    </message>
    <message>
        <source>It is tried again. If it stays so, send the words below to who looks after it.</source>
        <translation>将自动重试。如持续如此，请把下面的原文发给维护人员。</translation>
    </message>
    <message>
        <source>No orders can be given from this desk, because it could not keep them.</source>
        <translation>本席位无法保存指令，因此不能下达指令。</translation>
    </message>
    <message>
        <source>This desk cannot write the picture down for the next start.</source>
        <translation>本席位无法为下次启动保存当前态势。</translation>
    </message>
    <message>
        <source>This desk cannot keep the map of the city for the next start.</source>
        <translation>本席位无法为下次启动保存城市地图。</translation>
    </message>
    <message>
        <source>The file {file} is damaged.</source>
        <translation>文件 {file} 已损坏。</translation>
    </message>
    <message>
        <source>Close the desk, move the file away, and start again.</source>
        <translation>请关闭席位，移走该文件，再重新启动。</translation>
    </message>
    <message>
        <source>The file {file} cannot be used.</source>
        <translation>文件 {file} 无法使用。</translation>
    </message>
    <message>
        <source>See whether its folder is there and belongs to this user; then start again.</source>
        <translation>请检查其文件夹是否存在、是否属于当前用户，然后重新启动。</translation>
    </message>
    <message>
        <source>The list of waiting orders could not be read and was set aside as {aside}.</source>
        <translation>待发指令清单无法读取，已移存为 {aside}。</translation>
    </message>
    <message>
        <source>Orders that still waited were not sent: look whether your last ones were done.</source>
        <translation>仍在等待的指令没有发出：请核对您最近的指令是否已执行。</translation>
    </message>
    <message>
        <source>The kept picture could not be read and was set aside as {aside}.</source>
        <translation>保存的态势无法读取，已移存为 {aside}。</translation>
    </message>
    <message>
        <source>Nothing is lost: it comes again from the backend.</source>
        <translation>没有丢失任何内容：会重新从后台获取。</translation>
    </message>
    <message>
        <source>The backend cannot store anything: every command is refused until it can.</source>
        <translation>后台无法存储：恢复之前所有指令都会被拒绝。</translation>
    </message>
    <message>
        <source>See to its disk and its database.</source>
        <translation>请检查后台的磁盘和数据库。</translation>
    </message>
    <message>
        <source>The road engine {engine} does not help.</source>
        <translation>道路引擎 {engine} 不可用。</translation>
    </message>
    <message>
        <source>The backend&apos;s disk is nearly full: {free} left.</source>
        <translation>后台的磁盘即将写满：仅剩 {free}。</translation>
    </message>
    <message>
        <source>Free space before commands can no longer be stored.</source>
        <translation>请在指令无法存储之前腾出空间。</translation>
    </message>
    <message>
        <source>The clock of the backend&apos;s machine is wrong: it shows {shows_at}.</source>
        <translation>后台所在机器的时钟有误：显示 {shows_at}。</translation>
    </message>
    <message>
        <source>Times and deadlines are counted from it. Set it right, then restart the backend.</source>
        <translation>时间和时限都以它为准。请校准时钟，然后重启后台。</translation>
    </message>
    <message>
        <source>City time is {ahead_s} ahead of the clock of the backend&apos;s machine: the clock was set back, or the city ran simulated. City time never goes back.</source>
        <translation>城市时间比后台所在机器的时钟快 {ahead_s}：时钟被拨慢，或城市曾以模拟方式运行。城市时间从不倒退。</translation>
    </message>
    <message>
        <source>Set that clock right. A city that ran simulated comes back to real time only with a new folder (--data).</source>
        <translation>请校准该时钟。曾模拟运行的城市只有换新文件夹（--data）才能回到真实时间。</translation>
    </message>
    <message>
        <source>The clock of the backend&apos;s machine was set forward: city time is {behind_s} behind it, and so are all deadlines.</source>
        <translation>后台所在机器的时钟被拨快：城市时间比它慢 {behind_s}，所有时限也随之偏慢。</translation>
    </message>
    <message>
        <source>If the clock is right now, restart the backend; otherwise set it right.</source>
        <translation>如时钟现已正确，请重启后台；否则请先校准时钟。</translation>
    </message>
    <message>
        <source>The clock of the backend&apos;s machine jumped by {jump_s} as it ran. City time went on steadily.</source>
        <translation>运行期间后台所在机器的时钟跳变了 {jump_s}。城市时间未受影响，继续平稳运行。</translation>
    </message>
    <message>
        <source>The clock of this machine ({desk_at}) and that of the backend&apos;s ({backend_at}) are {apart_s} apart. All times and deadlines here are the backend&apos;s.</source>
        <translation>本机时钟（{desk_at}）与后台时钟（{backend_at}）相差 {apart_s}。本席位的时间和时限均以后台为准。</translation>
    </message>
    <message>
        <source>Set the wrong one right.</source>
        <translation>请校准有误的一方。</translation>
    </message>
    <message>
        <source>The clock of this machine ({desk_at}) is earlier than when this picture was kept ({kept_at}): how old it is cannot be known.</source>
        <translation>本机时钟（{desk_at}）早于该态势的保存时间（{kept_at}）：无法得知它有多旧。</translation>
    </message>
    <message>
        <source>Set this machine&apos;s clock right.</source>
        <translation>请校准本机时钟。</translation>
    </message>
    <message>
        <source>{text} (In its own words: {words})</source>
        <translation>{text}（原文：{words}）</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>Ways and travel times come from the built-in engine until it does. See to it.</source>
        <translation>在它恢复前，路线与路程时间由内置引擎给出。请检查该引擎。</translation>
    </message>
    <message>
        <source>What --router names is no road engine.</source>
        <translation>--router 写的不是道路引擎。</translation>
    </message>
    <message>
        <source>Write it like osrm:http://host:port or valhalla:http://host:port (--router).</source>
        <translation>请写成 osrm:http://host:port 或 valhalla:http://host:port（--router）。</translation>
    </message>
</context>
<context>
    <name>WallAreas</name>
    <message>
        <source>Outside</source>
        <extracomment>How many areas there is room for.</extracomment>
        <translation>辖区以外</translation>
    </message>
    <message>
        <source>Where most is open</source>
        <translation>未结最多的地方</translation>
    </message>
    <message>
        <source>{count} late</source>
        <translation>超时 {count}</translation>
    </message>
</context>
<context>
    <name>WallCounters</name>
    <message>
        <source>{open} open, {late} late</source>
        <extracomment>Below this share of closings in time the number is no longer quiet.</extracomment>
        <translation>未结 {open} 件，超时 {late} 件</translation>
    </message>
    <message>
        <source>{reporting} reporting, {people} in all</source>
        <translation>{reporting} 人有位置，共 {people} 人</translation>
    </message>
    <message>
        <source>open incidents</source>
        <translation>未结事件</translation>
    </message>
    <message>
        <source>past their time</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>closed in time</source>
        <translation>按期结案率</translation>
    </message>
    <message>
        <source>people on duty</source>
        <translation>在岗人员</translation>
    </message>
    <message>
        <source>of {count} due today</source>
        <translation>今日应结 {count} 件</translation>
    </message>
</context>
<context>
    <name>WallFoot</name>
    <message>
        <source>data {age} old</source>
        <extracomment>A live picture that was not heard of for longer (seconds) is not called fresh.</extracomment>
        <translation>数据 {age}前</translation>
    </message>
    <message>
        <source>Not let in by the backend</source>
        <translation>后台拒绝接入</translation>
    </message>
    <message>
        <source>Waiting for the backend</source>
        <translation>正在等待后台</translation>
    </message>
    <message>
        <source>NO LINK · this is the picture of {age} ago</source>
        <translation>连接中断 · 这是 {age}前的态势</translation>
    </message>
</context>
<context>
    <name>WallHours</name>
    <message>
        <source>Today by the hour</source>
        <translation>今日逐时</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>most {count}</source>
        <translation>最多 {count}</translation>
    </message>
</context>
<context>
    <name>WallRoom</name>
    <message>
        <source>No desk is open on this machine for {city}. Open one, or name a backend with --backend.</source>
        <extracomment>Milliseconds between two looks for a backend of this installation while none is known.</extracomment>
        <translation>本机没有打开 {city} 的指挥台。请先打开一个，或用 --backend 指定后台。</translation>
    </message>
</context>
<context>
    <name>WallWindow</name>
    <message>
        <source>Grid Command · wall</source>
        <extracomment>Signs on the map are as large as on a desk up to this height of the window, and grow with it from there. What a wall shows until somebody chooses: where most is to be done for those who are there.</extracomment>
        <translation>网格指挥台 · 大屏</translation>
    </message>
</context>
<context>
    <name>WallWorst</name>
    <message>
        <source>What hurts most</source>
        <extracomment>How many rows there is room for.</extracomment>
        <translation>最紧要的事</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有未结事件。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>挂账</translation>
    </message>
</context>
<context>
    <name>Walls</name>
    <message>
        <source>Wall on another screen / close it</source>
        <translation>在另一屏幕打开大屏 / 关闭</translation>
    </message>
    <message>
        <source>Esc closes the wall.</source>
        <translation>按 Esc 关闭大屏。</translation>
    </message>
    <message>
        <source>Wall: colour the areas by the next figure</source>
        <translation>大屏：按下一个指标给区域着色</translation>
    </message>
    <message>
        <source>Wall: heat of incidents, on or off</source>
        <translation>大屏：事件热力，显示 / 隐藏</translation>
    </message>
</context>
<context>
    <name>WayList</name>
    <message>
        <source>Set out along {road}</source>
        <extracomment>Degrees by which the arrow of a turn bends to the right. What to do, along a road with a name and without.</extracomment>
        <translation>沿 {road} 出发</translation>
    </message>
    <message>
        <source>Set out</source>
        <translation>出发</translation>
    </message>
    <message>
        <source>Straight on along {road}</source>
        <translation>直行进入 {road}</translation>
    </message>
    <message>
        <source>Straight on</source>
        <translation>直行</translation>
    </message>
    <message>
        <source>Half left into {road}</source>
        <translation>左前方进入 {road}</translation>
    </message>
    <message>
        <source>Half left</source>
        <translation>左前方</translation>
    </message>
    <message>
        <source>Half right into {road}</source>
        <translation>右前方进入 {road}</translation>
    </message>
    <message>
        <source>Half right</source>
        <translation>右前方</translation>
    </message>
    <message>
        <source>Left into {road}</source>
        <translation>左转进入 {road}</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>左转</translation>
    </message>
    <message>
        <source>Right into {road}</source>
        <translation>右转进入 {road}</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>右转</translation>
    </message>
    <message>
        <source>Turn back on {road}</source>
        <translation>在 {road} 掉头</translation>
    </message>
    <message>
        <source>Turn back</source>
        <translation>掉头</translation>
    </message>
    <message>
        <source>There</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>The way · {length} to go</source>
        <translation>路线 · 还有 {length}</translation>
    </message>
    <message>
        <source>The way · {length} to go, there about {clock}</source>
        <translation>路线 · 还有 {length}，约 {clock} 到</translation>
    </message>
    <message>
        <source>The way, turn by turn</source>
        <translation>路线，逐个路口</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>{hours} h {minutes:02d}</source>
        <translation>{hours}时{minutes:02d}分</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days}天{hours}时</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{seconds:.1f} s</source>
        <translation>{seconds:.1f} 秒</translation>
    </message>
    <message>
        <source>{seconds:.0f} s</source>
        <translation>{seconds:.0f} 秒</translation>
    </message>
    <message>
        <source>{minutes:.0f} min</source>
        <translation>{minutes:.0f} 分钟</translation>
    </message>
    <message>
        <source>{hours:.0f} h</source>
        <translation>{hours:.0f} 小时</translation>
    </message>
    <message>
        <source>{days:.0f} d</source>
        <translation>{days:.0f} 天</translation>
    </message>
    <message>
        <source>{metres:.0f} m</source>
        <translation>{metres:.0f} 米</translation>
    </message>
    <message>
        <source>{kilometres:.1f} km</source>
        <translation>{kilometres:.1f} 千米</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Grid worker</source>
        <translation>网格员上报</translation>
    </message>
    <message>
        <source>Hotline 12345</source>
        <translation>12345 热线</translation>
    </message>
    <message>
        <source>110, non-police</source>
        <translation>110 非警务</translation>
    </message>
    <message>
        <source>Residents&apos; platform</source>
        <translation>居民平台</translation>
    </message>
    <message>
        <source>Video AI</source>
        <translation>视频 AI</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>物联感知</translation>
    </message>
    <message>
        <source>Petition</source>
        <translation>信访</translation>
    </message>
    <message>
        <source>Assigned by a leader</source>
        <translation>领导交办</translation>
    </message>
    <message>
        <source>Brought in from a file</source>
        <translation>历史导入</translation>
    </message>
    <message>
        <source>a small matter the worker found in his own grid</source>
        <translation>网格员在本网格发现的小事，自行处置</translation>
    </message>
    <message>
        <source>the deadline has passed</source>
        <translation>已超过时限</translation>
    </message>
    <message>
        <source>the worker has not answered in time</source>
        <translation>网格员未按时应答</translation>
    </message>
    <message>
        <source>Off duty</source>
        <translation>离岗</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>On scene</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>I red</source>
        <translation>Ⅰ级 红色</translation>
    </message>
    <message>
        <source>II orange</source>
        <translation>Ⅱ级 橙色</translation>
    </message>
    <message>
        <source>III yellow</source>
        <translation>Ⅲ级 黄色</translation>
    </message>
    <message>
        <source>IV blue</source>
        <translation>Ⅳ级 蓝色</translation>
    </message>
    <message>
        <source>city</source>
        <translation>市</translation>
    </message>
    <message>
        <source>district</source>
        <translation>区</translation>
    </message>
    <message>
        <source>street</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>off duty</source>
        <extracomment>Why an incident cannot be dropped on somebody, or why that would be odd.</extracomment>
        <translation>离岗</translation>
    </message>
    <message>
        <source>silent, position too old</source>
        <translation>失联，位置过旧</translation>
    </message>
    <message>
        <source>never seen, no position</source>
        <translation>从未定位</translation>
    </message>
    <message>
        <source>no road leads there</source>
        <translation>无路可达</translation>
    </message>
    <message>
        <source>this role takes no incidents</source>
        <translation>该岗位不接事件</translation>
    </message>
    <message>
        <source>has it already</source>
        <translation>已在其手中</translation>
    </message>
    <message>
        <source>outside your area</source>
        <translation>不在您的辖区</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>cannot be dispatched at this stage</source>
        <translation>当前环节不能派遣</translation>
    </message>
    <message>
        <source>nobody responsible is on duty here</source>
        <translation>此处无负责人在岗</translation>
    </message>
    <message>
        <source>this area does not exist</source>
        <translation>没有这个区域</translation>
    </message>
    <message>
        <source>by rule</source>
        <translation>按规则自动</translation>
    </message>
    <message>
        <source>a road on the way was closed</source>
        <translation>途经道路已封闭</translation>
    </message>
    <message>
        <source>a road on the way is open again</source>
        <translation>途经道路恢复通行</translation>
    </message>
    <message>
        <source>Led another way</source>
        <translation>改走他路</translation>
    </message>
</context>
<context>
    <name>WorkerAges</name>
    <message>
        <source>{state} for {age}</source>
        <extracomment>From this zoom level on, and while not more than so many are in view; ages from a little nearer on. States whose length says something. Pixels below the sign: the name, and the ages below that.</extracomment>
        <translation>{state}已 {age}</translation>
    </message>
    <message>
        <source>position {age} old</source>
        <translation>位置为 {age}前</translation>
    </message>
</context>
<context>
    <name>WorkspaceButton</name>
    <message>
        <source>Workspaces and panes</source>
        <translation>工作区与窗格</translation>
    </message>
</context>
<context>
    <name>WorkspaceMenu</name>
    <message>
        <source>Keep this layout in “{name}”</source>
        <translation>将当前布局存入“{name}”</translation>
    </message>
    <message>
        <source>Back to the layout as saved</source>
        <translation>恢复为保存时的布局</translation>
    </message>
    <message>
        <source>Back to the ready-made layout</source>
        <translation>恢复为预设布局</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Bring back into the desk window</source>
        <translation>移回主窗口</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>在单独窗口中打开</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>窗格</translation>
    </message>
    <message>
        <source>Save this layout as …</source>
        <translation>将当前布局另存为…</translation>
    </message>
    <message>
        <source>Name of a new workspace</source>
        <translation>新工作区的名称</translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>A monitor is gone: its windows have come home.</source>
        <extracomment>So many steps of arranging can be taken back, so many sets of monitors are remembered. A pull at a handle that has rested so long (ms) is over: the next one is a step of its own. Names of workspaces are not longer than this.</extracomment>
        <translation>一块显示器已断开，其中的窗口已移回。</translation>
    </message>
    <message>
        <source>Another monitor is there. Choose a workspace for it at the top right.</source>
        <translation>接入了新的显示器，可在右上角选择适合的工作区。</translation>
    </message>
    <message>
        <source>One monitor</source>
        <translation>单屏</translation>
    </message>
    <message>
        <source>Two monitors</source>
        <translation>双屏</translation>
    </message>
    <message>
        <source>Three monitors</source>
        <translation>三屏</translation>
    </message>
    <message>
        <source>Large map</source>
        <translation>大地图</translation>
    </message>
    <message>
        <source>Casework</source>
        <translation>办案</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Read: put this line away until it is new</source>
        <translation>已知悉：收起此行，有新情况再显示</translation>
    </message>
</context>
<context>
    <name>_Slip</name>
    <message>
        <source>Undo   Ctrl+Z</source>
        <extracomment>So many messages at once; the oldest gives way. A refusal stays longer: it wants to be read.</extracomment>
        <translation>撤销   Ctrl+Z</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
</TS>
