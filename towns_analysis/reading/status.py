"""Decide whether a figure is actual, expected, planned, a demand or a quota."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from .measures import CLAUSE_END, CURRENCIES, GENERIC, LIST_GAP, Claim, Span
from .sections import title_year
from .status_words import StatusWords

__all__ = ["Statuses"]

_FROM = re.compile(r"(?:由|从|在)[^，。；由从]{0,12}$")
_BASIS_NEXT = re.compile(r"[^，。；、\d的]{0,6}的基础上")  # 在2015年完成62个村的基础上，再完成18个
_TO = re.compile(r"(?:（[头只匹]）)?(?![，。；、在])[^，。；、\d的]{0,3}?(?:到|至|(?<!作)为)|的?基础上")
_QUOTA = re.compile(r"指标[^，。；]{0,8}(?:只有|仅有|仅|才|只)$")
_ALLOTTED = re.compile(  # 县里下达我乡烤烟种植面积4200亩, 按编制应配43名
    r"(?:上级|[县市区省旗州盟][里上]?)(?:下达|分配|核给)给?(?:[我本全][镇乡])?(?![^，。；]*任务)[^，。；、\d]{0,10}$|应配[备齐]?$"
)
_LACKING = re.compile(
    r"(?:(?:^|[，。；：、还尚共约另总计])需(?:要)?(?:投入|资金|[^，。；、要求]{1,4})?|(?:资金|经费|费用|支出|建设|改造|运转)需要?|需(?:资金|投资|投入)"
    r"|(?<![必只所无不按供刚军急有])需要?|需(?:新增|占用)?(?:建设)?用地|缺编|(?<![只必急所无不按供应刚有])需(?![求时])[^，。；、\d的]{1,10}|急需[^，。；、\d的]{1,8}"
    r"|[尚还仍就共][缺差](?![席额旅别距异点勤少乏口]|水(?![泥电]))[^，。；\d的]{0,10}|(?:^|[，。；：、日年月])缺(?![乏席少水电]|口(?!粮)|[^，。；、\d]{1,5}(?:村|户|人口|面积|学生)$)[^，。；、\d的]{1,8}"
    r"|(?:缺少|缺乏|短缺)[^，。；、\d的]{1,8}|[，；]尚?缺|(?<![短紧稀残空欠])缺(?:医生|医务人员|教师|老师|护士|专业人员|技术人员|干部|编制?|人手|资金)|缺口(?:每日|常在|约|达|为|在)?)$"
)
_LISTED = re.compile(r"、[^，。；、\d]{0,10}")
# 需资金32万元，其中一事一议资金10万元; 需投资28万元，镇村自筹6万元
# and 预算1246万元，年中调整为1198万元
_PART_OF_PLAN = re.compile(
    r"(?:，|的?)[^，。；、\d]{0,16}(?:调整|追加|调减|调增|修正)(?:到|至|为)|，其中(?:[，：])?[^，。；、\d已实完到现]{1,14}|（(?:其中)?[^，。；、（）\d已实完到现占比增年]{2,10}"
)
_NEXT_PART = re.compile(r"[，、][^，。；、\d已实完到现比增占]{2,12}")
_FLOW = re.compile("收入|产值|税收")  # no part of what is needed
_DONE = re.compile("实际|已(?:完成|落实)")
_QUOTA_WANTED = re.compile("[尚还]需|请求|恳请|建议|申请")
_PART_OF_QUOTA = re.compile(r"，其中[^，。；、\d已]{1,10}|、[^，。；、\d]{0,10}")
_OF_NEED = re.compile(r"，(?:其中[^，。；、\d已现到]{1,12}|[^，。；、\d已现到]{0,8}(?:自筹|配套))")
_OF_A_TASK = re.compile(r"(?:目标|任务|计划|指标)（$")
_NOUN_USE = re.compile(
    r"计划的(?!总)|要求(?![^，。；]{0,14}(?:达到|完成|实现|提高|扩大|新建|新增)|每)|确保[^，。；]{0,16}(?:基础上|前提下|情况下)|确保[^，。；]{0,16}(?:顺利|有序|平稳|正常)"
    r"|将(?:全[镇乡]|我[镇乡])?\d[^，。；]{0,24}(?:进行|予以|作为|纳入|分解)|将(?!投资|投入|再|新|计划|完成)[^，。；\d]{0,14}\d[^，。；]{0,12}(?:为|成|列入|送到|发到)"
)
_SOON = re.compile(
    r"(?:左右)?(?:全部|均|都|在|力争|计划|预计|预定|争取)*(?:明年|来年|(?:年|\d{1,2}月)底前)(?!已)|[^，。；、]{0,8}?(?:也|就)?(?P<soon>即将)|(?!中)[^，。；、]{0,8}?(?<!即)(?P<will>将(?![军士领近]|[^，。；\d于在全]{2,10}(?:改建|改造|扩建|改|铺|升级)(?:为|成))|拟(?!定))"
)
# 其余1.4公里春节前可全部抢通, 剩余2.4公里预计三季度通车, 30亩要建停车场
_STILL_TO_COME = re.compile(
    r"(?:[^，。；\d]{0,6}前)?(?P<can>可(?:全部|全面|全线)?(?:完成|竣工|建成|抢通|完工|投产|通车|交付|启用|投入使用))"
    r"|(?:均|都|也|全部)?(?P<hoped>预计|有望|可望)|[^，。；、\d]{0,4}要(?:建|新建|改建|用于|用来)"
)
_ON_A_LIST = re.compile(  # 二期4500平方米列入2013年计划; 二期日处理4万吨，计划2015年建成
    r"列入[^，。；、]{0,8}计划|，(?:计划|拟)(?:于|在)?(?:(?:19|20)\d\d|明|来)年[^，。；\d]{0,8}(?:建成|投产|完工|竣工|投入)"
)
_ASKED_FOR = re.compile(
    "需[^，。；]{0,10}(?:筹措|筹集|解决|补助|安排)|，?(?:恳请|敬请|请求|希望|请)[^。；]{0,16}(?:解决|支持|补助|拨付|帮助|惠予|考虑)"
)
_NOTED = re.compile("（(?:(?P<expected>预计|预测|预估)|计划|目标|概算|预算|拟)数?[，）]")  # 4.2亿元（预计数）
_COMPARING = re.compile("[比较](?![重例好大强])[^，。；、]{0,8}$")  # 比上年实际完成数增长9%
_AHEAD = ("今后", "未来", "明年", "来年", "下步", "下一步")
_SUBMITTED = re.compile(
    r"[^，。；]{0,3}已?(?:上?报|申报)[^，。；]{0,12}(?:批准|审批|立项|批复)|(?:(?!其余|余下|另)[^。；\n]){0,90}(?:都|均)?在办理[^，。；]{0,12}手续"
)
_YEAR = re.compile(
    r"(?:(?P<to>(?<![截加少升降高展大长年底末])到)|(?P<base>[比较与自从由在截至]))?(?<!\d)(?P<year>(?:19|20)\d\d)年(?:末|底)?(?!的|\d{1,2}月)"
)
_LED_TO = re.compile("(?:(?<!再)经过(?!今后|未来|下)|年来)[^。；]{0,12}，$")  # 经过五年努力，到2003年
_REACHES = re.compile(  # but not 到2003年，饲养量突破20万只，比上年增加17%
    r"(?![^。\n]{0,90}(?:比上年|同比|[已了起]))[^。\n]{0,40}?(?:达到|突破|实现|年均|翻|提高到|稳定在|超过|扩大到|增加到|控制在)"
)
_YEARS = re.compile(r"(?:19|20)\d\d")
_YEAR_END = re.compile(r"年(?<=[12][09]\d\d年)")  # begins with a literal, so that the search skips to it
_UNGRANTED = {"percent", "pp", "times", "rank"}  # 各项指标均增长10%
_CARRIED = ("growth_rate", "multiple", "change")
_TASK = re.compile(r"(?!.*(?:完成|超)[^，。；]*$).*任务数?$")
_BASE = re.compile(r"[比较](?:去年|上年|(?:19|20)\d\d年)(?:同期)?的?$")
_RESET = "比较同是从由与"
_AGAINST_PLAN = re.compile(r"[比较][^，。；\d]{0,6}(?:预算|计划|任务|目标)数?的?$")
_GOAL_MISSED = re.compile("[比较距离][^，。；]{0,10}$")  # 比县定目标88%低2.4个百分点
_BASIS = re.compile("(?:去年|上年)[^，。；]{0,20}基础上")  # 在去年160座的基础上
_FAR = 400  # characters; what stands further before a figure is not looked at again and again
_BESIDE, _CLOSE = re.compile("（(?:预计|预测|预期|计划|预算)数?）"), 8
_MOST_WORDS = 40  # of one sentence; what stands before more than these says nothing of a figure
_BASED_ON = ("的基础上", "基础上", "）")
_ENDED = re.compile(CLAUSE_END.pattern + "|完成|到位")  # 总投资6亿元的小镇完成一期投资2亿元
_ASIDE = re.compile(r"（(?:19|20)\d\d年(?!计划|目标|预计)")
_DONE_NEXT = re.compile(
    r"[，；]?(?:但|因[^，。；\d]{1,4}|结果|[^，。；\d]{1,4}前)?(?:[^，。；\d]{0,4}[只仅][^，。；、\d]{1,6}|现[^，。；、\d在有]{2,4}"
    r"|(?:签约|签订[^，。；、\d]{0,4}|成活|建成|报到|封顶|支付[^，。；、\d]{0,6}|结果[^，。；、\d]{0,4}))[约近]?|(?:[，；、（]?(?:经过[^，。；]{0,8}努力，)?|[^，。；\d]{0,4}[只仅])(?:现已|已|现|全年|年底|上半年|当年)?(?:(?:实际|实)?(?:完成|到位|(?<!、)(?:完工|竣工))了?|(?:实际|实(?!际))(?![施行现践事用]|使用外|利用[外内]|吸收外|引进[外内])[^，。；、\d]{0,8})[约近]?"
)
_DONE_AFTER = re.compile(
    r"[，、](?:[^，。；\d]{0,12}实际|[^，。；\d]{0,2}(?:仅|只))(?:完成|建成|新增|达到?|实现|支出|收入)了?\d"
)
_DONE_APART = re.compile(r"；[^，。；\d]{3,16}完成了?\d")
_PART_OF_YEAR = re.compile(r"\d{1,2}月?[至到—–~-]{1,2}\d{1,2}月|截[至止]|[一二三四]季度|上半年|前[两三]季度|目前")
_PART_DONE = re.compile(rf"，(?:{_PART_OF_YEAR.pattern})[^，。；\d]*(?:完成|实现|达到?|已|收入|产值)[^，。；\d]*")
_AGAINST = re.compile(r"(?:比|较|超|[低高好]于|不及|距)[^，。；\d]{0,10}$")  # 较年初预算少支2.6万元
_TASK_NEXT = re.compile(
    r"的[^，。；、\d]{0,6}(?:任务|计划|指标|目标)|(?:任务|目标)的|(?:任务|目标)(?=[，。；、]|$)|(?:[^，。；、\d的]{0,8}、[^，。；、\d的]{0,14}[\d.]+[万亿]?[^，。；、\d的]{1,3}){0,3}[^，。；、\d的]{0,8}的目标"
)
_TOWARDS = re.compile("围绕|提出|年初|为(?:了|确保)?实现|朝着|瞄准|锚定")
_PLAN_DONE = re.compile(
    r"(?:数|任务|投资|总投资|目标)?(?:（[^（）]{1,14}）)?的?(?:\d[\d.,]*[万亿]*[^，。；\d]{1,4}的)?\d[\d.]*%"
)
_OF_ALL = re.compile(r"(?:占|完成|[为是]|达|超)[^，。；\d]{0,6}(?:计划|任务|预算|目标|指标)(?:数|投资|总投资)?$")
_OF_THE_PLAN = re.compile(r"(?:完成|占|达|超|[为是])[^，。；]{0,6}$")


class Statuses:
    """Status of the claims of one text, asked in text order."""

    def __init__(self, text: str, words: StatusWords, planned: list[Span]) -> None:
        self._text, self._words = text, words
        self._targets = _targets(text, words.aim)
        self._planned: Iterator[Span] = iter(planned)
        self._section: Span = (-1, -1)
        self._found: list[re.Match[str]] | None = []
        self._passed = 0
        self._bounds: Span = (0, 0)
        self._usual = "actual"  # what a figure of the sentence is when nothing is said
        self._done = -1  # where what is done stands beside its plan
        self._half = -2  # where what half a year has brought stands beside what the year may bring
        self._part: Claim | None = None  # what a plan or a need is broken up into
        self._past = False  # whether the words of a figure date it before the year that a heading plans for
        self._base: tuple[Claim | None, Claim | None] = (None, None)  # a figure to compare with, and the one before it

    def sentence(self, begin: int, end: int, last: str) -> None:
        """Go to the sentence at [begin, end), which goes on from a figure with the status `last` if it begins so."""
        self._found, self._bounds, self._done = None, (begin, end), -1
        goes_on = last and self._text.startswith("其中", begin) and not self._words.done.search(self._text, begin, end)
        self._usual = last if goes_on else "actual"
        while self._section[1] <= begin and self._section[0] < len(self._text):
            self._section = next(self._planned, (len(self._text), len(self._text) + 1))

    def of(self, claim: Claim, before: Claim | None, heading: str) -> str:
        """Return the status; `before` is the claim before it in the sentence, `heading` the year that is planned."""
        text = self._text
        self._past = heading[:4].isdigit() and max(_YEARS.findall(claim.period), default="9999") < heading[:4]
        words = self._words_before(claim.start)
        base, beside = self._base
        if before is not None and before is base:
            before = beside
            if base.status == "planned" and claim.kind == "change":  # 比县定目标88%低2.4个百分点
                return self._usual if beside is None else beside.status
        carried = before is not None and self._is_carried(claim, before)
        subject = text[claim.subject[-1][0] : claim.subject[-1][1]] if claim.subject else ""
        if settled := self._settled(claim, before, subject):
            return settled
        if words:
            since = self._spent(claim, before, words)
            words = [w for w in words if w.start() > since and not self._in_closed_bracket(w, claim)]
        found = self._scoped(claim, words) if words else ""
        own = before is not None and bool(words) and words[-1].start() >= before.end  # 已增长8%; 已开工，预计完成1亿元
        if (
            found == "expected"
            and self._in_plan(claim)
            and CLAUSE_END.search(text, max(words[-1].end(), claim.start - _FAR), claim.start)
        ):
            found = "planned"  # 2020年，收入预期1.35亿元，工业增加值增长5%
        if found in ("planned", "expected") and ((own and found == "expected") or not self._set_against(claim, before)):
            return found
        if before is not None and carried and not (own and found.startswith("actual")):
            return before.status
        return self._by_what_follows(claim, subject) or self._by_section(claim, before, found, words)

    def _settled(self, claim: Claim, before: Claim | None, subject: str) -> str:
        """Return the status that what stands right beside the figure settles, or ''."""
        text, (a, b) = self._text, claim.head
        if _TO.match(text, claim.end) and _FROM.search(text, max(a, b - 20), claim.start):
            return "actual"  # 由22家发展到50家: what a target starts from
        if claim.kind == "level" and _BASIS_NEXT.match(text, claim.end):
            return "actual"
        clause = text[a : claim.start]
        if ("比" in clause or "较" in clause) and _BASE.search(clause):
            self._base = claim, before
            return "actual"  # 比去年的2.46亿斤增产3400万斤
        if _AGAINST_PLAN.search(clause):
            self._base = claim, before
            return "planned"  # 比年初预算4800万元超收200万元
        wanted = self._wanted(claim, subject, before) or self._of_a_task(claim)
        if wanted == "planned" and _GOAL_MISSED.search(clause):
            self._base = claim, before
        return wanted

    def _is_carried(self, claim: Claim, before: Claim) -> bool:
        """Whether it has the status of the claim before it: its rate, its share, a part of what is planned."""
        gap = self._text[before.end : claim.start]
        if not gap and before.status != "actual":
            return True  # 搬迁任务657户2983人
        of_plan = before.status == "planned" and claim.unit == before.unit
        if of_plan and (
            _PART_OF_PLAN.fullmatch(gap)
            or (before is self._part and _NEXT_PART.fullmatch(gap) and not _FLOW.search(gap))
        ):
            self._part = claim
            return True  # 计划总投资3.2亿元，其中固定资产投资2.8亿元，流动资金0.4亿元
        if of_plan and gap[:1] == "、" and self._in_bracket(before):
            return True  # 总投资365万元（上级补助280万元、自筹85万元）
        if gap.startswith(_BASED_ON):
            return False  # 在上年1284万元的基础上增长10%, 18亿元（2016年16亿元），增长11%
        goes_on = claim.kind in _CARRIED or (claim.kind == "share" and gap.startswith("，占"))
        return goes_on and claim.subject == before.subject

    def _in_bracket(self, claim: Claim) -> bool:
        near = max(0, claim.start - 30)
        return self._text.rfind("（", near, claim.start) > self._text.rfind("）", near, claim.end + 1)

    def _by_section(self, claim: Claim, before: Claim | None, found: str, words: list[re.Match[str]]) -> str:
        """Return what a figure is of which no word says it: in a plan, planned, unless it is told as done."""
        if not self._in_plan(claim):
            return self._usual
        if self._past:
            return "actual"  # under 2014年工作安排: 2013年财政收入3.6亿元
        if self._text[claim.start - 1] == "了" or self._actual_here(claim, found, words):
            return "actual"
        if before is not None and before.unit == claim.unit:
            if LIST_GAP.fullmatch(self._text, before.end, claim.start):
                return before.status
            if before.status == "planned" and _DONE_NEXT.fullmatch(self._text, before.end, claim.start):
                return "actual"  # 支出安排6500万元，实际支出6460万元
        return "planned"

    def _of_a_task(self, claim: Claim) -> str:
        """Tell a figure that is a task: 税收任务2100万元, 完成县下达400亩的任务, 完成目标（600亩）的68%."""
        text, (a, b), after = self._text, claim.head, self._text[claim.end : claim.end + 1]
        if claim.unit in ("percent", "times") or claim.kind == "change":  # 比任务多完成620万元
            aimed = text.find("的目标", claim.end, claim.end + 40) >= 0 and _TOWARDS.search(
                text, max(self._bounds[0], claim.start - 60), claim.start
            )
            own = claim.kind == "level" and text.endswith("目标", a, b) and after not in ("的", "以")
            return "planned" if own or (aimed and _TASK_NEXT.match(text, claim.end)) else ""
        if after == "的" and _OF_ALL.search(text, max(a, b - 12), claim.start):
            return "planned"  # 占年计划5000万元的70%
        named = text.endswith(("任务", "任务数"), a, b) and (after == "的" or _TASK.match(text, a, b))
        near = after in ("的", "任") or text.find("目标", claim.end, claim.end + 12) >= 0
        near = near or text.find("的目标", claim.end, claim.end + 40) >= 0
        follows = near and _TASK_NEXT.match(text, claim.end)
        return "planned" if named or follows or (after == "）" and _OF_A_TASK.search(text, a, claim.start)) else ""

    def _wanted(self, claim: Claim, subject: str, before: Claim | None) -> str:
        """Return whether it is a quota or a demand; the cheap tests come first, for most figures are neither."""
        text, (a, b) = self._text, claim.head
        money = claim.unit in CURRENCIES and claim.start - claim.subject[-1][1] > 8 if claim.subject else False
        if (
            not money
            and not text.endswith("项", 0, claim.end)  # 六项经济指标中，四项过半
            and not (claim.unit == "count" and claim.subject and claim.subject[-1][0] > claim.start)  # 16项小康指标
            and not _DONE.search(text, a, claim.start)
            and claim.unit not in _UNGRANTED
            and subject[-1:] in self._words.quota_last
            and subject.endswith(self._words.quota)
            and not text.startswith("预计", a)
        ):
            return "demand" if _QUOTA_WANTED.search(text, a, claim.start) else "quota"
        own = claim.unit != "count" or (claim.subject and claim.subject[-1][0] < claim.start)  # 6个项目用地需求320亩
        own = own and text[claim.end - 1] != "条"  # 对接爱心需求189条
        if own and subject[-1:] in self._words.demand_last and subject.endswith(self._words.demand):
            return "demand"
        if text.startswith(self._words.missing, claim.end):
            return "demand"
        if before is not None and self._goes_on_wanted(claim, before):
            return before.status
        near = text[max(a, b - 16) : b]
        short = claim.unit != "household" and ("缺" in near or "差" in near)  # 缺劳力308户 are such households
        lacking = claim.unit not in ("percent", "pp") and claim.kind != "change" and ("需" in near or short)
        if lacking and not text.startswith("的", b) and _LACKING.search(text, max(a, b - 16), b):
            return "demand"
        if claim.unit in ("mu", "ha") and _QUOTA.search(text, max(a, b - 16), claim.start):
            return "quota"
        allotted = claim.kind == "level" and claim.unit not in _UNGRANTED and claim.unit not in CURRENCIES
        allotted = allotted and text.find("任务", claim.end, claim.end + 4) < 0
        if allotted and _ALLOTTED.search(text, max(a, b - 30), claim.start):
            return "quota"
        asked = self._words.asked.search(text, max(self._bounds[0], claim.start - 40), claim.start)
        return "demand" if asked else ""

    def _goes_on_wanted(self, claim: Claim, before: Claim) -> bool:
        """Whether it is wanted with what stands before it, or a part of that: 尚缺化肥180吨、水泥600吨."""
        if before.status not in ("demand", "quota") or (before.status == "quota" and before.unit != claim.unit):
            return False
        gap = self._text[before.end : claim.start]
        if (_LISTED if before.status == "demand" else _PART_OF_QUOTA).fullmatch(gap):
            return True
        part = claim.unit in CURRENCIES and (
            _OF_NEED.fullmatch(gap) or (before is self._part and _NEXT_PART.fullmatch(gap) and not _FLOW.search(gap))
        )
        self._part = claim if part else self._part
        return bool(part)

    def _words_before(self, position: int) -> list[re.Match[str]]:
        """Return the last status words of the sentence before `position`, which must not fall within a sentence."""
        found, passed = self._found, self._passed
        if found is None:
            found, passed = self._words_of_sentence(), 0
            self._found = found
        while passed < len(found) and found[passed].start() < position:
            passed += 1
        self._passed = passed
        return found[max(0, passed - _MOST_WORDS) : passed]

    def _words_of_sentence(self) -> list[re.Match[str]]:
        begin, end = self._bounds
        words = list(self._words.pattern.finditer(self._text, begin, end))
        if self._targets:
            first, last = (bisect_left(self._targets, at, key=lambda target: target.start()) for at in (begin, end))
            words = sorted(words + self._targets[first:last], key=lambda word: word.start())
        return words

    def _actual_here(self, claim: Claim, found: str, words: list[re.Match[str]]) -> bool:
        """Whether a word in the number's own clause says that a figure of a plan is no plan (去年, 目前)."""
        if found != "actual":
            return False
        last = next(word for word in reversed(words) if self._words.kind_of.get(word[0]) == "actual")
        return not CLAUSE_END.search(self._text, max(last.end(), claim.start - _FAR), claim.start)

    def _in_plan(self, claim: Claim) -> bool:
        return self._section[0] <= claim.start < self._section[1]

    def _by_what_follows(self, claim: Claim, subject: str) -> str:
        right = self._text[claim.end : claim.end + 40]
        if claim.unit not in ("person", "household") and _ON_A_LIST.match(right):
            return "planned"
        if right.startswith("（") and (noted := _NOTED.match(right)):
            return "expected" if noted["expected"] else "planned"
        if ("将" in right or "拟" in right or "年" in right or "底前" in right) and (soon := _SOON.match(right)):
            return "expected" if soon["soon"] else "planned"
        if ("可" in right or "预计" in right or "要" in right or "望" in right) and (
            later := _STILL_TO_COME.match(right)
        ):
            return "expected" if later.lastgroup else "planned"
        if ("请" in right or "望" in right or right.startswith("需")) and _ASKED_FOR.match(right):
            return "demand"
        if claim.unit not in _UNGRANTED and ("实际" in right or "仅" in right or "只" in right):
            told = claim.unit not in CURRENCIES or self._text.find("预算", claim.head[0], claim.start) >= 0
            if told and _DONE_AFTER.match(right):
                return "planned"  # 新增泊位1500个，实际完成1683个
        if ("报" in right or self._text.find("手续", claim.end, claim.end + 130) >= 0) and _SUBMITTED.match(
            self._text, claim.end
        ):
            return "planned"
        sentence = right.split("。", 1)[0]
        invested = claim.unit == "CNY" and right.startswith("的") and GENERIC.search(subject)
        if invested and self._words.begun.search(sentence):
            return "" if self._words.done.search(sentence) else "planned"
        return ""

    def _scoped(self, claim: Claim, words: list[re.Match[str]]) -> str:
        """Return what the last status word before the number in its sentence says."""
        found, here, last, at = "", None, "", 0
        for match in words:
            start, word = match.start(), match[0]
            before = self._text[start - 1] if start else "\n"
            kind = self._words.kind_of.get(word, "planned")  # else the later year of a target
            if kind.startswith("actual"):
                compared = (
                    before in _RESET
                    or _BASIS.match(self._text, start)
                    or _COMPARING.search(self._text, max(0, start - 10), start)
                )
                if not compared and not (
                    word == "累计"
                    and (last.startswith(_AHEAD) or self._to_year(last) or self._goes_on(match.end(), found))
                ):  # 今后五年累计投入
                    found, here = kind, None
            elif (
                before in "超占比"
                or (word[0] == "要" and before in "需主重只不若如")
                or _NOUN_USE.match(self._text, start)
                or self._is_measure(word, start, claim)
            ):
                continue
            elif not kind.endswith("_here"):
                if found != "expected" or (word in self._words.kind_of and word != "将"):  # 预计到2020年将 is expected
                    found, here, last, at = kind, None, word, start
            elif self._applies(word, claim):
                here = match
        if found == "expected" and self._is_over(last, at, words[0].end(), claim):
            found = ""
        if here is not None and not _ENDED.search(self._text, max(here.end(), claim.start - _FAR), claim.start):
            return self._words.kind_of[here[0]][:-5]
        return found

    def _to_year(self, last: str) -> bool:
        """Whether the last word is a later year that is aimed at: 到2015年…，五年累计完成投资60亿元."""
        return last not in self._words.kind_of and last[-1:] == "年"

    def _is_over(self, last: str, at: int, first: int, claim: Claim) -> bool:
        """Whether what was expected ends before: 预计增长13%，但收入仅为全县的52%; 投产后年销售3亿元；新增织机240台."""
        after = "后" in last and self._text.find("；", max(at, claim.start - _FAR), claim.start) >= 0
        after = after or _DONE_APART.search(self._text, max(at, claim.start - _FAR), claim.end) is not None
        return after or self._text.find("，但", max(first, claim.start - _FAR), claim.start) >= 0

    def _goes_on(self, end: int, found: str) -> bool:
        """Whether a total is what a plan leads to: 要新增沼气池320口，累计达到1200口."""
        return found in ("planned", "expected") and not self._text.startswith(
            ("已", "完成", "到位", "实际", "落实", "实现"), end
        )

    def _in_closed_bracket(self, word: re.Match[str], claim: Claim) -> bool:
        """Whether a word stands in a bracket that is closed before the figure: 3200万元（计划5000万元），占64%."""
        near = max(0, word.start() - 30)
        if _BESIDE.match(self._text, max(word.start() - 1, 0)) and claim.start - word.end() < _CLOSE:
            return False  # 农民人均纯收入（预计数）6820元
        if self._text.find("）", word.end(), min(word.end() + 30, claim.start)) < 0:
            return False
        return self._text.rfind("（", near, word.start()) > self._text.rfind("）", near, word.start())

    def _aside(self, claim: Claim) -> int:
        """Return where an aside about another year begins that the figure stands in: （2020年22.15亿元）."""
        opened = self._text.rfind("（", max(self._bounds[0], claim.start - 40), claim.start)
        if opened < 0 or self._text.find("）", opened, claim.start) >= 0 or not _ASIDE.match(self._text, opened):
            return -1
        return opened

    def _spent(self, claim: Claim, before: Claim | None, words: list[re.Match[str]]) -> int:
        """Return up to where words say nothing of the figure; without a figure they reach to a semicolon only."""
        if before is None or before.end <= words[-1].start():
            self._done = max(self._done, self._text.rfind("；", max(words[-1].end(), claim.start - _FAR), claim.start))
        if before is not None and self._done == self._half and self._text.find("全年", before.end, claim.start) >= 0:
            self._done = -1  # 预计全年3亿元，上半年完成1.2亿元，全年投资8亿元
        own = self._text.rfind("；", max(words[-1].end(), claim.start - _FAR), claim.start)
        if own >= 0 and _PART_OF_YEAR.match(self._text, own + 1):
            self._done = max(self._done, own)  # 预计全年9亿元；1-11月，产值68亿元
        if self._text[claim.start - 1] == "了":  # 力争产值2亿元，栽了500亩
            self._done = max(
                self._done,
                *(self._text.rfind(c, max(words[-1].end(), claim.start - _FAR), claim.start) for c in "，；"),
            )
        return max(self._done, self._aside(claim), self._contrasted(claim, words[-1]))

    def _set_against(self, claim: Claim, before: Claim | None) -> bool:
        """Whether what is done stands beside its plan: 计划5亿元，完成6亿元; 计划投资5亿元，一季度完成投资1亿元."""
        if before is None or before.status not in ("planned", "expected") or not before.subject:
            return False
        if before.status == "expected":  # 全年预计完成2亿元，上半年完成1.1亿元
            if not _PART_DONE.fullmatch(self._text, before.end, claim.start):
                return False
            self._done = self._half = before.end
            return True
        if _DONE_NEXT.fullmatch(self._text, before.end, claim.start):
            self._done = before.end
            return True
        begin, end = before.subject[-1]
        self._done = self._text.find("完成" + self._text[max(begin, end - 2) : end], before.end, claim.start)
        return self._done >= 0

    def _contrasted(self, claim: Claim, last: re.Match[str]) -> int:
        """Return where the part between semicolons begins that sets the figure against one of its own to be expected.

        预计全年9亿元；税收完成7亿元，预计全年8亿元: 7亿元 is not what the first 预计 speaks of.
        """
        own = self._text.rfind("；", max(last.end(), claim.start - _FAR), claim.start)
        if own < 0 or self._found is None or self._passed == len(self._found):
            return -1
        later = self._found[self._passed]
        expected = self._words.kind_of.get(later[0]) == "expected"
        return own if expected and self._text.find("；", claim.end, later.start()) < 0 else -1

    def _is_measure(self, word: str, start: int, claim: Claim) -> bool:
        """Whether a plan is what the figure is measured by: 占年度计划111.6%, 完成计划投资的65%, 较预算少支2万元."""
        if not word.endswith(("计划", "预算", "目标", "预期")):
            return False
        since = max(start - 13, 0)
        if _PLAN_DONE.match(self._text, start + len(word)) and _OF_THE_PLAN.search(self._text, since, start):
            return True  # 完成年计划78.5%；产值43.6亿元
        of_the_plan = claim.unit == "percent" and claim.kind in ("share", "level") and word != "预算"
        return bool(
            (of_the_plan and _OF_THE_PLAN.search(self._text, since, start)) or _AGAINST.search(self._text, since, start)
        )

    def _applies(self, word: str, claim: Claim) -> bool:
        """Whether a word that reaches to its clause's end bears on this kind of figure: 总投资 only on money."""
        bears = word not in self._words.of_money or claim.unit in CURRENCIES
        return bears and claim.kind not in ("share", "multiple")


def _targets(text: str, aim: re.Pattern[str]) -> list[re.Match[str]]:
    """Return the mentions of years to come: 到2015年, where no other mention of that year or a later one looks back.

    The end of a year (到1996年底，企业发展到) may lie behind as well: `aim` must follow it.
    """
    ends = [mark.start() for mark in _YEAR_END.finditer(text)]
    found = [year for at in ends if (year := _YEAR.match(text, max(at - 5, 0)) or _YEAR.match(text, max(at - 4, 0)))]
    past = {match["year"] for match in found if not match["to"] and not match["base"]}
    years = {match["year"] for match in found}
    alike = len(years) == 1 < len(found)  # all years of a scrubbed text are one
    latest, newest = max(past, default="9999"), "" if alike or not years else max(years)
    later = str(title_year(text)[0])  # than what the report tells of
    ahead = [
        m
        for m in found
        if (m["year"] > later and (m["to"] or text[max(m.start() - 1, 0)] in "，。；：至\n"))
        or (
            m["to"]
            and (
                (m["year"] > latest and m[0][-1] == "年")
                or (m["year"] >= min(latest, newest or latest) and aim.match(text, m.end()))
                or _is_goal(text, m, newest)
            )
        )
    ]
    return [m for m in ahead if m["year"] > later or not _LED_TO.search(text, max(m.start() - 20, 0), m.start())]


def _is_goal(text: str, year: re.Match[str], newest: str) -> bool:
    """Whether a clause begins with the newest year of a text and says what to reach: 到2020年，产值达到50亿元."""
    opens = year["year"] == newest and year[0][-1] == "年" and text[max(year.start() - 1, 0)] in "到，。；：\n》"
    return opens and _REACHES.match(text, year.end()) is not None
