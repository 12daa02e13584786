"""Tell numbers that measure something from dates, ordinals, names, slogans, criteria and stray pages."""

from __future__ import annotations

import re

from .measures import RANK_ORDER
from .quantities import Mention

__all__ = ["role"]

_DATE_NEXT = re.compile(r"[ 、—–~～至到-]*(?:\d{1,2})?(?:月(?!饼)|日|号|年|时\d|点(?!多)|世纪|年代|学年|财年)")
_ORDINAL_NEXT = re.compile(r"[、.．)）:：](?!\d)")
_NAME_NEXT = re.compile(
    r"省道|国道|县道|乡道|高速|号(?!召)|路(?!口|灯)|线|届|期|师|连|团|营|型|楼|幢|室|栋|中队|大队|支队|医院|工程|计划|行动|规划|产业|战略|会议|专项|精神|文件|机制|模式|广场|热线|平台|讲话|铁路|公路"
)
_DURATION = re.compile(
    r"(?:历时|为期|工期|期限|用时|耗时|历经|仅用|只用|提前|缩短|延长|推迟|期为|年限为?|合同期|承包期|时间达?|长达|不到|周期|有效期|达|用了|运行|营业|停产|保质|供水|天数|树龄|历史)[^，。；]{0,5}$"
)
_RECENT = (*"每近前后头第隔这当几整再", "过去", "今后", "未来")
_WITHIN = re.compile(r"[之以]?[内后前来]|时间内|以来|一次|一|份|左右内")
_SPAN = re.compile(r"时间[^，。；]{0,4}(?:由|为|到|至)$")
_AGE = re.compile(r"(?:平均年龄|平均|均龄|寿命|人均)[^，。；]{0,6}$")
_THRESHOLD_NEXT = re.compile(
    r"(?:[（(]含[）)])?(?:及以上|及其以上|或以上|以上|以下|以内|以上至)(?P<of>的)?(?P<next>.?)"
)
_CLAUSE_END = "，,。；;：:、！？!?)）\n”"
_PREDICATE_NEXT = re.compile(r"用于|建设了|建成|改造|对|投入|资助|扶持|奖励|救助|修建|支持|购|补|为|作|，")
_ENTITY_NEXT = re.compile(
    r"的?“?(?:[^，。；、\d]{0,6})?(?:企业|项目|大户|产业|村|专业户|单位|工程|乡镇|强村|富村|龙头|市场|农户|园区|商户|骨干|空壳村|薄弱村)[^，。；\d]{0,6}\d"
)
_STAKE = re.compile(r"[A-Za-z]\d*\+$")
_OVER = ("超", "上", "过", "不足", "不到", "低于")
_ANOTHER = re.compile(r"的?[^，。；]{0,12}?(?:\d|[两二三四五六七八九十]+[个家户项])")
_DOMAIN = re.compile(r"[a-z]{2,}$")
_LETTER = re.compile(r"[A-Za-z]-?$")
_ABSTRACT = re.compile(
    r"(?:持续|加快|注重|强化|不放松|规定|会议|方面|阶段|环节|层次|文明|代表|基本|转变|突破|关键|统一|到位|提高|确保|坚持|结合|方向|步骤|意识|体系|原则|思路|特点|优势|观|战役|关系|问题|难题|字|不|面|大局|战略|目标|定位|高度|角度|时期|时代|世纪|"
    r"理念|走廊|轮|样|个人|人|头|是|要|心|大|小|手|条战线|线)"
)


def role(m: Mention, left: str, right: str) -> str:
    """Return the role of a number that is no claim, or '' if it measures something.

    `left` and `right` are the text before and after the number within its sentence.
    """
    before, after = left[-1:], right[:1]
    if (
        (before and before in "*＊×")
        or left.endswith(("xx", "XX", "ｘｘ", "xx.", "XX."))
        or (after and (after in "*＊×" or (not m.unit and after in "xX□")))
    ):
        return "other"
    if m.chinese:
        return _chinese(m, left, right)
    if not m.unit:
        return _bare(m, left, right)
    if m.group == "time":
        return _time(m, left, right)
    if m.group == "age":
        return "" if _AGE.search(left) and not right.startswith(("以上", "以下")) else "criterion"
    return _unit(m, left, right)


def _bare(m: Mention, left: str, right: str) -> str:
    """Tell the role of Arabic digits without a unit; '' leaves them to the claims (lost marks, lists)."""
    if right.startswith(".") and _DOMAIN.search(left):
        return "other"
    if (_LETTER.search(left) and not left.endswith("GDP")) or (right[:1].isascii() and right[:1].isalpha()):
        return "name"
    digits = m.digits
    if _DATE_NEXT.match(right):
        return "date"
    if len(digits) == 4 and digits[:2] in ("19", "20") and m.high < 3000 and not right.startswith(("余", "多")):
        return "date"
    if left.endswith("第"):
        return "" if RANK_ORDER.search(left) and (not right or right[0] in "，。；、,;）)") else "ordinal"
    if left.endswith(("〔", "[", "［")) or right.startswith(("〕", "］")):
        return "ordinal"
    if (not left.strip() and _ORDINAL_NEXT.match(right)) or (
        left.endswith(("；", ";", "：", ":", "（", "(")) and _ORDINAL_NEXT.match(right) and m.low < 40
    ):
        return "ordinal"
    if left.endswith(("“", '"', "‘", "+")) or right.startswith(("+", "”", "’", "-")):
        return "slogan"
    if _NAME_NEXT.match(right):
        return "name"
    return "criterion" if digits[-1] in "万亿" and _is_threshold(right) else ""


def _is_threshold(right: str) -> bool:
    """Whether a size class follows: 3000万元以上项目, but not 3000万元以上，."""
    threshold = _THRESHOLD_NEXT.match(right) if right[:1] and right[0] in "（(及或以" else None
    if threshold is None:
        return False
    following = right[threshold.start("of") if threshold["of"] else threshold.start("next") :]
    return bool(following) and following[0] not in _CLAUSE_END and not _PREDICATE_NEXT.match(following)


def _time(m: Mention, left: str, right: str) -> str:
    if m.spelling == "年" and (
        m.low >= 1900 or m.digits.startswith("0") or (50 <= m.low < 100 and not right.startswith("来"))
    ):
        return "date"
    if left.endswith(("第", "每", "近", "过去", "未来", "今后")):
        return "ordinal" if left.endswith("第") else "date"
    if m.spelling == "日" and ("." in m.digits or _SPAN.search(left)):
        return ""
    if m.spelling in ("日", "周年"):
        return "date"
    if m.spelling in ("天", "个月", "个工作日") and not left.endswith(_RECENT) and not _WITHIN.match(right):
        return ""
    if _DURATION.search(left) and not right.startswith(("来", "内", "以来", "的发展")):
        return ""
    return "date"


def _unit(m: Mention, left: str, right: str) -> str:
    if left.endswith("第") and m.unit != "rank" and m.spelling != "名":
        return "ordinal"
    if left[-1:].isascii() and m.group != "money" and _LETTER.search(left) and not left.endswith("GDP"):
        return "name"
    if _is_criterion(m, left, right):
        return "criterion"
    if m.spelling in ("组", "队") and left.endswith("村"):
        return "name"
    if (left.endswith("+") and _STAKE.search(left)) or (m.spelling == "分" and re.search(r"\d[时点]$", left)):
        return "name"
    if m.spelling in ("千伏", "kV", "KV") or (m.spelling == "小时" and m.digits == "24") or right.startswith("水位"):
        return "name"
    if m.group in ("classifier", "place", "other") and left.endswith(("“", "‘")) and right.startswith(("”", "’")):
        return "slogan"
    if (
        m.unit == "count"
        and m.spelling in ("级", "期", "届", "路", "线", "区", "国", "大", "标", "师", "车")
        and len(m.digits) <= 3
    ):
        return (
            "name"
            if m.spelling in ("级", "线", "路")
            or (right[:1] not in _CLAUSE_END and m.spelling not in ("国", "大", "车", "期"))
            else ""
        )
    return ""


def _is_criterion(m: Mention, left: str, right: str) -> bool:
    """Whether the number is only the size of what is counted: 3000吨级冷库2座, 50—100万元的村8个, 超亿元企业3家."""
    if m.unit == "percent":
        return right.startswith("部分")  # 增值税25%部分
    if (m.group == "measure" and right.startswith("级")) or _is_threshold(right):
        return True
    if m.low < m.high and right.startswith("的") and _ANOTHER.match(right):
        return True
    over = m.group == "money" and left.endswith(_OVER) and _ANOTHER.match(right)
    return bool(over or (m.group == "money" and left.endswith("达") and _ENTITY_NEXT.match(right)))


_SAFE = set(
    "个家项所座条处名位户人辆台件种支场次头盏栋幢间株口眼只艘架部门套批宗起例笔组队对双副张把块片本份层根枝村镇乡"
)


def _chinese(m: Mention, left: str, right: str) -> str:
    """Chinese numerals count only with a measure, a ratio, or a classifier that measures here."""
    if not m.unit and left.endswith("第"):
        return "" if RANK_ORDER.search(left) else "ordinal"
    if m.spelling in ("名", "位") and left.endswith("前"):
        return ""
    if m.group == "ratio":
        return _ratio(m, left, right)
    if m.unit != "rank" and left.endswith(_NOT_COUNTED):
        return "ordinal" if left.endswith("第") else "other"
    if m.digits[0] in "百千万亿" and not m.bound:
        if not left.endswith(_BOUNDED) or left.endswith(("签约", "建成", "形成")):
            return "name"
        return "criterion" if m.group == "money" and left.endswith(_OVER) and _ANOTHER.match(right) else ""
    small = len(m.digits) == 1 and not m.bound
    if small and left.rfind("“") > left.rfind("”"):
        return "slogan"
    return _small(m, left, right) if small else _large(m, left, right)


def _large(m: Mention, left: str, right: str) -> str:
    """Return the role of a Chinese numeral of several characters."""
    if m.group in ("time", "age"):
        measured = m.spelling == "天" and right[:1] not in ("内", "后", "来") and left[-1:] not in ("每", "第")
        return "" if measured else "date"
    if m.unit == "rank":
        return "" if left.endswith(("第", "前", "居", "列")) else "name"
    return "name" if m.unit == "count" and m.spelling in _NAMING else ""


def _small(m: Mention, left: str, right: str) -> str:
    """Return the role of a single Chinese digit: 两个镇 counts, 一个 and 三方面 do not."""
    if m.group == "money":
        named = m.digits in "一二" or m.spelling == "角"
        return "name" if named and not _EACH.search(left) else ""
    if m.group in ("time", "age"):
        return "date"
    if m.group == "measure":
        return "" if m.spelling in _PLAIN_MEASURES else "name"
    if m.unit == "rank":
        return "" if left.endswith(("第", "前", "居", "列")) else "name"
    if m.digits in "一十" or m.digits in "百千万亿" or (m.digits == "二" and m.unit == "count"):
        return "name"  # 二次供水; two of a thing are 两
    if m.spelling == "大":
        return "name" if left.endswith(("做", "最")) else ""
    if m.spelling in ("户", "名"):
        return ""
    if m.spelling in "组队" and m.digits != "两":
        return "name"  # 荷花村四组
    return "name" if m.spelling not in _SAFE or _ABSTRACT.match(right) else ""


_NOT_COUNTED = tuple("第数几好统万同唯逐另单专“‘每这那某任前初")
_PLAIN_MEASURES = {"亩", "公里", "公顷", "吨", "公斤", "平方米", "平方公里", "米", "立方米", "公尺"}
_NAMING = {"级", "届", "期", "路", "线", "区", "国", "大", "节", "车", "师", "校", "分", "省", "市", "章"}
_BOUNDED = (*"上近约超逾过达成", "不足", "不到", "突破", "好几")
_EACH = re.compile(r"(?:每|人均|由|从|到|为|收|补|交)[^，。；]{0,4}$")


def _ratio(m: Mention, left: str, right: str) -> str:
    if m.digits == "半" and (
        right.startswith("”") or left.endswith(("时间", "任务", "双", "不"))
    ):  # 时间过半、任务过半
        return "slogan"
    if m.spelling == "番" and not left.endswith(("翻", "翻了")):
        return "name"
    if m.spelling == "倍" and m.digits in "百千万" and not m.bound:
        return "name"
    return ""
