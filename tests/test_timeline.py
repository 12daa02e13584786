"""Period, base period and place of a claim: what the words around it date, and what they only look as if they did."""

from __future__ import annotations

import pytest

from towns_analysis import date_reports, extract_claims, tidy_towns


def dated(text: str) -> list[tuple[str, str]]:
    claims = extract_claims(text)
    return list(zip(claims["period"], claims["base_period"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011年财政收入6200万元，是2006年1200万元的5.2倍。", [("2011年", ""), ("2006年", ""), ("2011年", "2006年")]),
        (
            "收入8600元，比2006年的3200元增加5400元，增长1.7倍。",
            [("", ""), ("2006年", ""), ("", "2006年"), ("", "2006年")],
        ),
        ("财政收入在上年5600万元的基础上增长21%。", [("上年", ""), ("", "上年")]),
        (
            "2010年、2011年产值分别为15亿元、17亿元，税收分别为1亿元、2亿元。",
            [("2010年", ""), ("2011年", "")] * 2,
        ),
        (
            "收入由2005年的2300元提高到2010年的5200元，年均增长17%；税收2亿元，增长8%。",
            [("2005年", ""), ("2010年", ""), ("2010年", "2005年"), ("2010年", ""), ("2010年", "")],
        ),
        ("2019年开工的3个项目竣工，新建公园2处。", [("2019年", ""), ("", "")]),
        ("今年计划造林3000亩，去年为2600亩；新修公路18公里。", [("今年", ""), ("去年", ""), ("今年", "")]),
        ("收入3亿元，“九五”期间累计9亿元；人口2万人。", [("", ""), ("“九五”期间", ""), ("", "")]),
        ("2011年收入3亿元；2012年4亿元；人口2万人。", [("2011年", ""), ("2012年", ""), ("2012年", "")]),
        (
            "五年来，由2009年的1亿元增加到2014年的2亿元，累计完成投资8亿元。",
            [("2009年", ""), ("2014年", ""), ("五年来", "")],
        ),
        (
            "五年来，收入由2009年的1亿元增加到2014年的2亿元；税收由3万元增加到4万元。",
            [("2009年", ""), ("2014年", "")] * 2,
        ),
        ("“十二五”时期，到2015年达到6亿元；收入2亿元。", [("2015年", ""), ("2015年", "")]),
        ("2015年是“十二五”收官之年，收入3亿元。", [("2015年", "")]),
        ("提前一年实现“十一五”目标；收入3亿元。", [("", "")]),
        ("一、二、三季度产值分别为3亿元、4亿元和5亿元。", [("一季度", ""), ("二季度", ""), ("三季度", "")]),
        (
            "2010年至2012年，财政收入分别为1.02亿元、1.15亿元和1.32亿元。",
            [("2010年", ""), ("2011年", ""), ("2012年", "")],
        ),
        ("2003年958元，粮食三年分别为3120吨、3340吨和3510吨。", [("2003年", ""), *[("三年", "")] * 3]),
        ("要在2015年完成62个村的基础上，再完成18个。", [("2015年", ""), ("", "")]),
        ("与上年相比，收入多收620万元，但仍比赵店镇少1100万元。", [("", "上年"), ("", "")]),
        ("下半年，确保完成全年目标：收入3亿元。", [("全年", "")]),
        ("全年收入22亿元，恢复到上年的96%。", [("全年", ""), ("全年", "上年")]),
        ("贫困户由五年前的1420户减少为680户。", [("五年前", ""), ("", "")]),
        ("2019年完成施工的3个项目，改革开放以来，修路5公里。", [("2019年", ""), ("以来", "")]),
        ("2019年税收3亿元的65%来自工业，投资8亿元。", [("2019年", ""), ("2019年", ""), ("2019年", "")]),
        ("普及率从2005年的32%、2010年的41%提高到2012年的45%。", [("2005年", ""), ("2010年", ""), ("2012年", "")]),
        ("2006年至2008年，投资分别完成2亿元、3亿元、4亿元。", [("2006年", ""), ("2007年", ""), ("2008年", "")]),
        ("2011年财政收入较之2006年增长4.2倍。", [("2011年", "2006年")]),
        ("2011年财政收入高出上年860万元。", [("2011年", "上年")]),
        ("利税6800万元，上年同期5600万元，增长21%。", [("", ""), ("上年同期", ""), ("", "上年")]),
        ("去年收入从前年的540万元上升到588万元，增长8%。", [("前年", ""), ("去年", ""), ("去年", "前年")]),
        (
            "收入由2005年的2300元提高到2010年的5200元，人口由3200人增加到3600人。",
            [("2005年", ""), ("2010年", "")] * 2,
        ),
        (
            "收入由2005年的2300元提高到2010年的5200元；2012年，人口由3200人增加到3600人。",
            [("2005年", ""), ("2010年", ""), ("2012年", ""), ("2012年", "")],
        ),
        (
            "2006年与2002年相比，产值由8亿元增加到26亿元，增长2.2倍。",
            [("2002年", ""), ("2006年", ""), ("2006年", "2002年")],
        ),
        (
            "比例由2015年的15:48:37优化为2020年的11:45:44。",
            [("2015年", "")] * 3 + [("2020年", "")] * 3,
        ),
        (
            "收入8.1亿元，比2005年增加2.1亿元，增长35%，税收增长12%。",
            [("", ""), ("", "2005年"), ("", "2005年"), ("", "")],
        ),
        ("投资120亿元，是“十二五”时期的2.1倍。", [("", ""), ("", "“十二五”")]),
        ("2008—2012年，累计投入6200万元。", [("2008—2012年", "")]),
        ("从2007年到2011年，累计投入6200万元。", [("2007年到2011年", "")]),
        ("98年产值32亿元，比96年增长30%。", [("98年", ""), ("98年", "96年")]),
        ("2012年10月底，存款余额3.2亿元。", [("2012年10月底", "")]),
        ("1-9月，财政收入5000万元。一季度产值3亿元，二季度4亿元。", [("1-9月", ""), ("一季度", ""), ("二季度", "")]),
        ("2012年1—10月份完成投资3亿元，全年预计4亿元。", [("2012年1—10月份", ""), ("全年", "")]),
        (
            "1-11月财政收入8000万元，比去年1-11月的7000万元增长14%。",
            [("1-11月", ""), ("去年1-11月", ""), ("1-11月", "去年1-11月")],
        ),
        ("2010年、2011年分别完成税收3200万元和4100万元。", [("2010年", ""), ("2011年", "")]),
        (
            "2010年和2011年，财政收入分别为1亿元、1.2亿元，分别增长8%、20%。",
            [("2010年", ""), ("2011年", ""), ("2010年", ""), ("2011年", "")],
        ),
        ("1月至11月税收8600万元，12月份完成1200万元。", [("1月至11月", ""), ("12月份", "")]),
        ("五年来，累计投入86亿元。过去五年新增企业30家。", [("五年来", ""), ("过去五年", "")]),
        ("“七五”期间，五年累计修路48公里。", [("“七五”期间", "")]),
        ("完成全年任务的93%；自筹资金420万元。", [("", ""), ("", "")]),
        ("事故起数、死亡人数分别比上年下降12.5%、33.3%。", [("", "上年"), ("", "上年")]),
        ("民国二十三年，人口5870人。", [("民国二十三年", "")]),
        ("游客由110年的56万人次增加到98万人次。", [("110年", ""), ("", "")]),
        ("新上年产5000吨生产线，投产后年新增产值2000万元。", [("", ""), ("", "")]),
        ("春节期间接待游客6.2万人次。", [("春节期间", "")]),
        ("问题：一是用地紧，全年仅得指标120亩；二是债务余额1.2亿元。", [("全年", ""), ("", "")]),
        ("上年结转356万元，本年收入2800万元。", [("上年", ""), ("本年", "")]),
        ("产值是2015年的2.3倍、2010年的5.6倍。", [("", "2015年"), ("", "2010年")]),
        ("已完工十五件，十五期间投入2亿元。", [("", ""), ("十五期间", "")]),
        ("2011年修路5条，目前2条未完工；绿化6亩。", [("2011年", ""), ("目前", ""), ("2011年", "")]),
        ("1995年粮食总产3900吨，次年增至4300吨。", [("1995年", ""), ("次年", "")]),
        ("截至2004年年底，党员320人。2003年至今修路5公里。", [("2004年年底", ""), ("2003年至今", "")]),
        ("1958年建社，1984年改乡，人口9200人。该厂建于1987年，职工120人。", [("", ""), ("", "")]),
        ("产量3.3万吨，与上年持平，棉花1188吨。", [("", ""), ("", "")]),
        ("2022年收入203万元，比上年财政收入238万元减少35万元。", [("2022年", ""), ("上年", ""), ("2022年", "上年")]),
        ("二0二0年收入3亿元，8月当月完成2亿元。", [("二0二0年", ""), ("8月", "")]),
        ("粮食4300吨，比历史上最好的1984年增长6%。", [("", ""), ("", "1984年")]),
        ("境内发现有铜矿5处，将现有园区扩展200亩。", [("", ""), ("", "")]),
        ("税收2000万元，比2009年、2010年分别增长5%、8%。", [("", ""), ("", "2009年"), ("", "2010年")]),
    ],
)
def test_words_date_what_they_say(text: str, expected: list[tuple[str, str]]) -> None:
    assert dated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "按2005年不变价计算，工农业总产值3.6亿元。",
        "10年间，财政收入达到6200万元。",
        "建国60年，财政收入达到6200万元。",
        "土地承包30年不变，面积3.2万亩。",
        "40年以上的房屋有12栋。",
        "根据《2016年政府工作报告》要求，财政收入完成6200万元。",
        "按照2011年12号文件，投入32万元。",
        "我镇1992年建镇，总面积62平方公里。",
        "2008年被评为文明镇，总人口3.2万人。",
        "完成投资3.2亿元，占全年任务的52%。",
        "移用以前年度剩余185万元。",
        "歲出一百八十五萬元。",
    ],
)
def test_durations_documents_and_events_date_nothing(text: str) -> None:
    assert set(dated(text)) == {("", "")}


def test_a_decade_is_not_the_year_of_the_report() -> None:
    text = "2011年工作总结\n90年代初，农民人均纯收入仅320元。2011年农民人均纯收入8600元。"
    table = tidy_towns(extract_claims(text), date_reports(text), text)
    assert table["year_status"].tolist() == ["undated", "fixed"]


def test_words_for_a_part_of_a_year_have_that_year() -> None:
    text = "1—9月，财政收入5000万元。2009、2010年税收分别为320万元、410万元。"
    table = tidy_towns(extract_claims("马渚镇2011年工作总结\n" + text), date_reports("马渚镇2011年工作总结\n" + text))
    assert table["year_low"].tolist() == [2011, 2009, 2010]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("浙江省余姚市石桥镇2012年工作总结", "石桥镇"),
        ("关于石桥镇2012年计划执行情况的报告", "石桥镇"),
        ("某县石桥乡1995年工作总结", "石桥乡"),
        ("在石桥乡第十二届人民代表大会上", "石桥乡"),
        ("石桥街道2012年工作总结", "石桥街道"),
        ("溪埔鄉113年度施政報告", "溪埔鄉"),
        ("现在，我代表镇人民政府报告工作。", ""),
        ("我受镇人民政府委托报告工作。", ""),
        ("全体镇人大代表：", ""),
        ("在全省重点镇2012年会议上", ""),
        ("小城镇2012年建设情况", ""),
    ],
)
def test_a_report_is_of_the_town_that_its_title_names(title: str, place: str) -> None:
    assert extract_claims(title + "\n全镇人口2万人。")["place"].tolist() == [place]


def test_a_town_of_ones_own_vocabulary_in_the_first_line_is_the_report_s(tmp_path) -> None:
    own = "place | zh | names | level | belongs_to\nxipu | 溪埔鄉 | - | town | -\n"
    (tmp_path / "places.txt").write_text(own, encoding="utf-8")
    text = "溪埔鄉人口2萬人。\n全鄉稻米3萬噸。\n通往外地的公路5公里。"
    assert set(extract_claims(text, vocabulary=tmp_path)["place"]) == {"xipu"}


def test_words_of_time_are_as_a_traditional_text_prints_them() -> None:
    claims = extract_claims("民國九十八年，總人口18,426人，較民國九十七年底減少213人。")
    assert claims["period"].tolist() == ["民國九十八年"] * 2
    assert claims["base_period"].tolist() == ["", "民國九十七年底"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、2014年工作目标\n收入由18650元提高到20500元。", ["", "2014年"]),
        ("2014年工作目标：收入20500元，与2013年的18650元相比增长9%。", ["2014年", "2013年", "2014年"]),
        ("到本世纪末，财政收入达到3亿元。", ["本世纪末"]),
        ("今后五年，财政收入年均增长8%。", ["今后五年"]),
        ("产值由2010年的20亿元增长到2012年的28亿元，占比由5%上升到6%。", ["2010年", "2012年", "2010年", "2012年"]),
    ],
)
def test_period_of_goals_and_of_what_they_start_from(text: str, expected: list[str]) -> None:
    assert extract_claims(text)["period"].tolist() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("泗门镇财政收入达4.2亿元，而我镇只有1.2亿元。", ["simen", "mazhu"]),
        ("泗门镇人口6万人，全镇财政收入4亿元。", ["simen", "simen"]),
        ("与泗门镇相比，财政收入少3200万元。", ["mazhu"]),
        ("通往梁弄的公路完成投资3200万元，固定资产投资8亿元。", ["mazhu", "mazhu"]),
        ("加快小城镇建设镇容整治，投入320万元。", ["mazhu"]),
        ("全市财政收入86亿元，我镇财政收入6200万元。", ["全市", "mazhu"]),
        ("我县财政收入32亿元，我镇1.8亿元。", ["我县", "mazhu"]),
        ("全国城镇化率56%，全省62%，我镇49%。", ["全国", "全省", "mazhu"]),
        ("财政收入5.6亿元，全县排名第二，增长5%。", ["mazhu", "mazhu"]),
        ("全镇财政收入1亿元。先进乡镇如河口镇工业总产值50亿元，财政收入达1.3亿元。", ["mazhu", "河口镇", "河口镇"]),
        ("我们不快；城关镇到位资金18亿元，财政收入1.3亿元。", ["城关镇", "城关镇"]),
        ("发展乡镇工业，工业产值3亿元。", ["mazhu"]),
        ("城镇化率比全县的45%低6个百分点。", ["全县", "mazhu"]),
        ("森林覆盖率62%，高于全省平均的31%，绿化率30%。", ["mazhu", "全省", "mazhu"]),
        ("总量不大，全市21个镇街中列第13位；二是收入仅5600元。", ["mazhu", "mazhu"]),
        ("全县生产总值128亿元；财政总收入16亿元。我镇3亿元。", ["全县", "全县", "mazhu"]),
        ("云台镇财政收入3850万元，城镇化率31%。\n城镇化率49%。", ["云台镇", "云台镇", "mazhu"]),
        ("与我镇相邻的云台镇财政收入3850万元。我镇1亿元。", ["云台镇", "mazhu"]),
        ("今年镇财政投入300万元，重点镇财政收入2亿元。", ["mazhu", "mazhu"]),
        ("总人口2.5万人，其中城镇人口5016人，新增城镇人口300人。人口2万人。", ["mazhu"] * 4),
        ("财政收入3亿元，比邻近的金沙镇人口少。粮食8000吨。", ["mazhu", "mazhu"]),
        ("冷链企业带动周边3个乡镇2600多户。带动周边5个村。", ["周边", "周边", "mazhu"]),
    ],
)
def test_place_is_the_one_that_the_clause_speaks_of(text: str, expected: list[str]) -> None:
    claims = extract_claims("马渚镇2011年工作总结\n" + text)
    assert claims.loc[claims["kind"] != "rank", "place"].tolist() == expected


@pytest.mark.parametrize(
    ("title", "town"),
    [
        ("长丰镇二〇〇〇年政府工作报告", "长丰镇"),
        ("在罗店镇经济工作会议上的讲话", "罗店镇"),
        ("八桥镇镇长在全镇干部会议上的讲话", "八桥镇"),
        ("桥头镇国民经济和社会发展第十二个五年规划纲要", "桥头镇"),
        ("八桥镇国民经济和社会发展统计公报（2012年）", "八桥镇"),
        ("加快推进城镇化建设的报告", ""),
        ("美丽乡村建设工作总结", ""),
        ("大坪乡乡村振兴工作总结", "大坪乡"),
        ("关于调整我镇产业结构情况的报告", ""),
        ("2019年临江镇国民经济统计公报", "临江镇"),
        ("关于推进小城镇建设工作的报告", ""),
        ("双溪镇上半年经济运行情况汇报", "双溪镇"),
        ("东坪镇“十一五”工作总结", "东坪镇"),
        ("东坪镇关于2010年工作情况的汇报", "东坪镇"),
        ("柳河镇（原东山乡）工作总结", "柳河镇"),
        ("工作汇报\n目前全镇总人口6万人", ""),
    ],
)
def test_the_town_of_a_title_is_that_of_the_report(title: str, town: str) -> None:
    assert extract_claims(f"{title}\n\n财政收入3亿元。")["place"].iloc[-1] == town


def test_a_town_that_no_vocabulary_names_may_begin_a_text() -> None:
    assert extract_claims("\n云台镇财政收入3000万元。")["place"].tolist() == ["云台镇"]


def test_a_plan_is_for_the_year_that_the_sentence_before_it_names() -> None:
    text = "青河街道2019年工作总结\n2020年是关键之年。主要预期目标是：地区生产总值39亿元，增长7.5%。"
    assert extract_claims(text)["period"].tolist() == ["2020年", "2020年"]


def test_a_plan_is_for_the_year_of_a_heading_within_its_line_and_of_the_sentence_that_opens_it() -> None:
    heading = "一、2014年工作回顾。财政收入8600万元。二、2015年工作任务。财政收入达到9800万元。改造危房120户。"
    claims = extract_claims(heading)
    assert claims["status"].tolist() == ["actual", "planned", "planned"]
    assert claims["period"].tolist() == ["", "2015年", "2015年"]
    opened = extract_claims("2013年，要改造农田1500亩，比2010年增长5%。修建水泥路18公里。")
    assert opened["period"].tolist() == ["2013年"] * 3


def test_a_plan_without_a_year_of_its_own_is_for_that_of_its_heading() -> None:
    text = (
        "白沙镇2013年政府工作报告\n一、2013年工作回顾\n财政总收入3680万元。"
        "\n二、2014年工作打算\n财政总收入增长16%，达到4270万元。固定资产投资8.4亿元。"
    )
    claims = extract_claims(text)
    assert claims["period"].tolist() == ["", "2014年", "2014年", "2014年"]
    table = tidy_towns(claims, date_reports(text), text)
    assert table["year_low"].tolist() == [2013, 2014, 2013, 2014]
    assert table["derived"].tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    "title",
    [
        "白沙镇2013年政府工作报告\n\n各位代表：",
        "白沙镇2013年政府工作报告\n镇长 王强",
        "白沙镇2013年政府工作报告\n（2014年1月5日）",
        "白沙镇2013年政府工作报告（摘要）",
        "白沙镇2013年工作情况",
        "白沙镇2013年工作总结及2014年工作计划",
    ],
)
def test_a_title_stands_alone_and_plans_nothing(title: str) -> None:
    claims = extract_claims(title + "\n财政总收入3680万元。\n二、2014年工作计划\n财政总收入4000万元。")
    assert claims["status"].tolist() == ["actual", "planned"]


def test_a_round_year_is_no_sign_of_scrubbing() -> None:
    text = "柳河镇1996年工作总结\n1996年，投资2000万元。到2000年，财政收入突破1000万元。"
    dated = date_reports(text)
    assert dated.loc[dated["quote"] == "2000年", "year_low"].tolist() == [2000]


def test_a_year_of_the_republic_is_counted_from_1912() -> None:
    text = "民国二十三年，全镇总人口5870人。"
    assert tidy_towns(extract_claims(text), date_reports(text), text)["year_low"].tolist() == [1934]


def test_what_was_done_since_a_year_is_no_figure_of_that_year() -> None:
    text = "清泉镇2018年工作总结\n2014年以来，累计完成固定资产投资1.26亿元。"
    table = tidy_towns(extract_claims(text), date_reports(text), text)
    assert table[["year_low", "year_high"]].to_numpy().tolist() == [[2014, 2018]]


def test_what_several_years_or_days_sum_up_to_is_no_figure_of_the_year() -> None:
    text = "马渚镇2011年工作总结\n五年来累计完成固定资产投资86亿元。春节期间接待游客6.2万人次。"
    table = tidy_towns(extract_claims(text), date_reports(text), text)
    assert table["year_low"].fillna(0).tolist() == [2006, 0]
    assert table["year_high"].fillna(0).tolist() == [2011, 0]


@pytest.mark.parametrize("printed", ["“十一五”末", '"十一五"末'])
def test_a_five_year_plan_is_dated_in_quotation_marks_of_either_shape(printed: str) -> None:
    text = f"石桥镇2012年政府工作报告\n{printed}，全镇财政收入3亿元。"
    table = tidy_towns(extract_claims(text), date_reports(text), text)
    assert table[["year_low", "year_high"]].to_numpy().tolist() == [[2010, 2010]]


def test_our_city_is_the_city_itself_in_its_own_report() -> None:
    claims = extract_claims("余姚市情况汇报\n我市财政收入32亿元。")
    assert "我市" not in set(claims["place"])


def test_the_title_of_a_report_announces_no_plan() -> None:
    claims = extract_claims(
        "柳林镇2012年政府工作报告\n一、2011年工作回顾\n财政收入6200万元。\n二、2012年工作安排\n财政收入7000万元。"
    )
    assert claims["status"].tolist() == ["actual", "planned"]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("一、2001年的工作", "二、2002年的任务"), ["actual", "planned"]),
        (("一、二○○一年政府工作的主要情况", "二、今年的工作"), ["actual", "planned"]),
        (("第一部分 2001年重点工作", "第二部分 新的一年工作任务"), ["actual", "planned"]),
        (("一、“九五”时期的工作", "二、“十五”目标", "三、今年工作重点"), ["actual", "planned", "planned"]),
        (("一、2002年工作重点", "二、2002年保障措施"), ["planned", "planned"]),  # of one year: a plan
        (("一、回顾", "二、努力方向"), ["actual", "planned"]),
        (("一、回顾", "二、工作任务"), ["actual", "planned"]),
        (("一、今年工作任务完成情况", "二、存在的问题"), ["actual", "actual"]),
    ],
)
def test_a_heading_of_work_alone_is_one_of_plans_unless_a_later_year_follows_it(heads, expected) -> None:
    text = "石桥镇政府工作报告\n" + "".join(f"{head}\n全镇完成财政收入{n}亿元。\n" for n, head in enumerate(heads, 1))
    assert extract_claims(text)["status"].tolist() == expected


def test_this_year_s_work_is_done_in_a_review_of_the_year() -> None:
    text = "石桥镇2005年工作总结\n{}\n全镇完成财政收入1亿元。\n"
    assert extract_claims(text.format("一、今年的工作"))["status"].tolist() == ["actual"]
    assert extract_claims(text.format("一、今年的工作打算"))["status"].tolist() == ["planned"]
