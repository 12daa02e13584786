"""The indicator of a claim: coded where the words say it, and not where they say something near it."""

from __future__ import annotations

import pytest

from towns_analysis import extract_claims


def codes(text: str) -> list[str]:
    return list(extract_claims(text)["indicator"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇工业生产总值12.6亿元，同比增长9.8%。", ["industrial_output", "industrial_output"]),
        ("完成地方生产总值20.8亿元。", ["gdp"]),
        ("总投资3.6亿元，已完成1.2亿元。", ["investment_planned", "investment_completed"]),
        ("茶厂总投资800万元。", ["investment_planned"]),
        ("固定资产总投资6.2亿元。", ["fixed_investment"]),
        ("规上企业产值28亿元。", ["above_scale_output"]),
        ("存、贷款余额分别达12亿元和8亿元。", ["deposits", "loans"]),
        ("工业总产值、财政收入分别完成36亿元和1.2亿元。", ["industrial_output", "fiscal_revenue"]),
        ("财政收入由520万元增加到2368万元。", ["fiscal_revenue", "fiscal_revenue"]),
        ("总面积62平方公里。", ["land_area"]),
        ("减少贫困人口1340人。", ["poor_population"]),
        ("全镇有12个行政村。", ["villages"]),
        ("农作物总播种面积6万亩。", ["sown_area"]),
        (
            "城乡居民人均可支配收入分别为35000元和18000元，增长5%和7%。",
            ["urban_disposable_income", "rural_disposable_income"] * 2,
        ),
        ("工业、农业分别完成产值3亿元、2亿元。", ["industrial_output", "agricultural_output"]),
        ("完成固定资产投资3.2亿元的任务。", ["fixed_investment"]),
        ("固定资产投资五年累计达86亿元。", ["fixed_investment"]),
        (
            "镇区面积达到6平方公里，镇区人口5万人，城镇化率51%。",
            ["built_up_area", "urban_population", "urbanization_rate"],
        ),
        ("人均GDP达到3.6万元，城镇登记失业率3.1%。", ["gdp_per_head", "unemployment_rate"]),
        ("财政收入3280万元，超年初计划280万元。", ["fiscal_revenue", "fiscal_revenue"]),
    ],
)
def test_variants_of_a_name_are_coded(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "海洋生产总值达8.6亿元。",  # a sector of it
        "设施农业产值3.2亿元。",
        "高新技术产业工业总产值12亿元。",
        "规模以下工业总产值3.2亿元。",
        "非税收收入1200万元。",  # a denial
        "未完成投资1.2亿元。",
        "每亩税收收入18万元。",  # another basis
        "平均每个项目总投资3200万元。",
        "单位产值用电量下降3.6度。",
        "新增常住人口320人。",  # what is added
        "扩大建成区面积0.6平方公里。",
        "走访贫困户320户。",  # those that something is done to
        "引进企业12家。",
        "关停6家企业。",
        "12家企业通过审核。",  # those that do something
        "流转耕地面积860亩。",
        "发展茶园，面积1.2万亩。",  # not the town's area
        "大田县财政收入12亿元。",  # another owner's
        "不良贷款余额860万元。",
        "初中入学率98%。",
        "早稻播种面积1.2万亩。",  # of one crop
        "国税收入3200万元。",  # one of two
        "园区企业实现工业总产值32亿元。",  # a firm's, a village's, a project's own
        "李家村现有人口2156人。",
        "项目全部投产后，税收5000万元。",
        "上述5个项目已经竣工。",  # told already
    ],
)
def test_what_is_near_an_indicator_is_not_coded(text: str) -> None:
    assert codes(text) == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("贫困户320户960人。", ["poor_households", "poor_population"]),
        ("总户数5600户，户籍人口2.1万人。", ["households", "registered_population"]),
        ("12个行政村320户1200人。", ["villages", "", ""]),
        ("镇区面积2平方公里，常住人口4260人。", ["built_up_area", ""]),
        ("上塘村有耕地面积1260亩。", [""]),
        ("合作社42个，吸纳贫困户1240户。", ["", ""]),
        ("8个村集体经济收入不足5万元。", ["", ""]),
        ("15家企业开工、9家投产。", ["", ""]),
        ("为13家企业（17车次）申请补贴。", ["", ""]),
        ("完成投资6870万元，尚有3200万元缺口。", ["investment_completed", ""]),
        ("32家规上企业完成工业总产值26亿元。", ["", ""]),
        ("张湾社区常住人口1.2万人，户籍人口8600人。", ["", ""]),
        ("李家村人口2156人，耕地3200亩。全镇耕地4万亩。", ["", "", "cultivated_land"]),
        ("工业企业实现产值36亿元，农民人均纯收入8000元。", ["", "farmers_net_income"]),
        ("规模以上企业42家，实现工业总产值30亿元。", ["above_scale_firms", ""]),
        ("企业120家，税收2亿元。", ["enterprises", "tax_revenue"]),
        ("企业达到120家，税收2亿元。", ["enterprises", "tax_revenue"]),
        ("办理通行卡1986个，其中个人975个，企业1011个。", ["", "", ""]),
        ("总人口3.2万人，其中镇区1.2万人。", ["population", ""]),
        ("耕地3.2万亩，流转1.2万亩。", ["cultivated_land", ""]),
        ("耕地3.2万亩，人均1.1亩。", ["cultivated_land", ""]),
        ("东镇、西镇分别完成税收3亿元、2亿元。", ["", ""]),
        ("全年新增市场主体1260户，其中企业320家。", ["", ""]),
        ("培育规上企业6家，全镇企业总数达420家。", ["", "enterprises"]),
        ("某公司投资3.6亿元，税收6000万元。", ["", ""]),
        ("园区入驻企业36家，实现工业总产值26亿元。", ["park_enterprises", ""]),
        ("有8个村集体经营性收入不足5万元。", ["", ""]),
        ("村集体经济收入均超10万元。", [""]),
        ("村集体经济收入共达320万元。", ["village_collective_income"]),
        ("全镇12家规上企业产值达3.2亿元。", ["", ""]),
        ("农民人均纯收入6815元（全市7944元），低14.2%。", ["farmers_net_income", "", ""]),
        ("农林牧渔业总产值5亿元，其中农业产值3亿元，增长6%。", ["agricultural_output", "", ""]),
        ("财政收入3亿元，其中地方财政收入1亿元。", ["fiscal_revenue", "local_fiscal_revenue"]),
        ("各项存款余额11亿元，其中居民储蓄存款余额9亿元。", ["deposits", "savings_deposits"]),
        ("储蓄存款余额612万元，户均874元。", ["savings_deposits", ""]),
        ("工业增加值9亿元，其中规模以上工业增加值6亿元。", ["industrial_value_added", "above_scale_value_added"]),
        ("辖9个行政村、39个自然村、122个村民小组。", ["villages", "natural_villages", "village_groups"]),
        ("企业总数486个，镇办企业总数9个。", ["enterprises", ""]),
        ("规模以上企业2户，且有1户停产。", ["above_scale_firms", ""]),
        ("抓好投资额在1000万元以上的14个项目。", [""]),
        ("企业总数486个，其中镇办9个，村办37个。", ["enterprises", "", ""]),
        ("清退不符合条件的低保对象73户161人。", ["", ""]),
        ("仅此一项农民人均收入6120元，各项税收3200万元。", ["", "tax_revenue"]),
        ("债务总额相当于财政收入的290%，是可用财力的3倍。", ["", ""]),
        ("财政收入3600万元。今年1—6月，完成2100万元。", ["fiscal_revenue", "fiscal_revenue"]),
        ("财政收入3600万元。支出方面，完成2100万元。", ["fiscal_revenue", ""]),
        ("财政收入确保3600万元、争取3900万元。", ["fiscal_revenue", "fiscal_revenue"]),
        ("财政收入3600万元。\n完成2100万元。", ["fiscal_revenue", ""]),
        ("全镇有4.2万人，1.1万户。", ["population", "households"]),
        ("全镇有860户、3200人脱贫。", ["", ""]),
        ("总人口21133户31451人。", ["households", "population"]),
        ("全镇总人口26540人，8123户。", ["population", "households"]),
        ("人口4725人，户数1812户。", ["population", "households"]),
        ("建档立卡贫困户716户2438人。", ["poor_households", "poor_population"]),
        ("粮食播种面积2万亩，亩产412公斤。", ["grain_sown_area", "grain_yield"]),
        ("粮食总产3120万斤，平均亩产684斤。", ["grain_output", "grain_yield"]),
        ("规模以上工业增加值增速回落到2.1%。", ["above_scale_value_added"]),
        ("规模以上工业产值一度下滑4.7%。", ["above_scale_output"]),
        ("合同引进外资3200万港元，增长68%。", ["fdi_contracted", "fdi_contracted"]),
        ("完成税收36.9亿元，其中镇级财力8.6亿元。", ["tax_revenue", ""]),
        ("我公社工农业总产值320万元，全公社粮食总产600吨。", ["gross_output", "grain_output"]),
        ("五年累计完成财政收入2.65亿元，其中2010年达到8150万元。", ["fiscal_revenue", "fiscal_revenue"]),
        ("总人口4.16万人，其中原金沙镇2.73万人，原双溪乡1.43万人。", ["population"] * 3),
        ("常住人口3万人，其中本地人七成，旅居海外的乡亲5万多人。", ["resident_population", "", ""]),
        ("红旗村位于镇区东部，总人口2300人，耕地面积3200亩。", ["", ""]),
        ("纺织行业实现工业总产值8亿元。", [""]),
        (
            "全省农民人均纯收入为5500元，全国为4761元，我镇为4100元。",
            ["farmers_net_income", "", "farmers_net_income"],
        ),
        ("常住人口和户籍人口分别为5.6万和4.2万。", ["resident_population", "registered_population"]),
        ("华东公司2008年实现工业总产值3亿元。", [""]),
        ("原李庄乡总人口2.1万人。", [""]),
        ("城镇化率35%，低于全县平均水平5个百分点。", ["urbanization_rate", ""]),
        ("城镇化率达52.3%，其中户籍人口城镇化率38.6%。", ["urbanization_rate", ""]),
        ("小城镇面积达2.6平方公里。", [""]),
        ("李家村辖5个村民小组，120户450人。", ["", "", ""]),
        ("固定资产投资9.8亿元，五年累计完成36亿元。", ["fixed_investment", "fixed_investment"]),
        ("土地面积126平方公里。李家村土地面积1200亩。", ["land_area", ""]),
        ("搬迁3个村520户1300人。", ["", "", ""]),
        ("全乡辖5个行政村19个村民小组，388户2046人。", ["villages", "village_groups", "households", "population"]),
        ("全镇辖24个村，人口3万人。", ["villages", "population"]),
        ("户籍人口4.5万人，外来人口2.3万人，合计6.8万人。", ["registered_population", "migrant_workers", ""]),
        ("达产后年产值8亿元、税收3000万元。", ["", ""]),
        ("“十二五”期间累计完成固定资产投资86亿元，年均17.2亿元。", ["fixed_investment", ""]),
        ("财政总收入预算安排34740万元。", ["total_fiscal_revenue"]),
        (
            "1—11月完成固定资产投资5.8亿元，其中工业投入4.1亿元，预计全年完成6.3亿元。",
            ["fixed_investment", "industrial_fixed_investment", "fixed_investment"],
        ),
        ("拆迁农户387户、企业9家。", ["", ""]),
        ("农户387户、企业9家。", ["households", "enterprises"]),
        ("上年同期财政收入1.77亿元。", ["fiscal_revenue"]),
        ("财政收入（其中税收3200万元）达到5200万元，增长8%。", ["tax_revenue", "fiscal_revenue", "fiscal_revenue"]),
        ("粮食种植面积2.3万亩，总产1.1万吨。", ["grain_sown_area", "grain_output"]),
        ("工业、农业产值合计8.5亿元，增长12%。", ["", ""]),
        ("存款、贷款余额12亿元。", [""]),
        ("全镇存款、贷款余额12亿元。", [""]),
        ("建成区2平方公里，总人口3200户。", ["built_up_area", "households"]),
        ("行政村、社区18个，自然村96个。", ["", "natural_villages"]),
        ("高新技术产品和新能源产值达3亿元。", ["high_tech_output"]),
        ("养老保险、医疗保险参保率均达98%。", ["medical_insurance_coverage"]),
        ("财政总收入2.3亿元，固定资产投资稳中有进，完成8亿元。", ["total_fiscal_revenue", "fixed_investment"]),
        ("财政总收入2.3亿元，固定资产投资由负转正、增长5%。", ["total_fiscal_revenue", "fixed_investment"]),
        ("工业总产值12亿元，工业经济提质增效，增长5%。", ["industrial_output", ""]),
        ("搬迁涉及5个行政村、12个村民小组。", ["", ""]),
        ("全镇辖5个行政村、12个村民小组。", ["villages", "village_groups"]),
        ("场镇户籍人口0.6万人。", ["urban_population"]),
    ],
)
def test_a_part_or_another_unit_does_not_bear_the_code_of_the_whole(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李家村位于镇北部。总人口2156人，人均纯收入8200元。", ["", ""]),
        ("全镇人口3万人。李家村总人口2156人。耕地面积3200亩；税收6万元。", ["population", "", "", ""]),
        ("以李家村为例。该村耕地1200亩。人均纯收入8200元。", ["", ""]),
        ("李家村是示范村。人口2156人。全镇人口3万人。", ["", "population"]),
        ("李家村是示范村。人口2156人。\n人口3万人。", ["", "population"]),
        ("工业集中区位于镇东。工业总产值12亿元。", [""]),
        ("红星村大力发展花木，人均纯收入达到2.6万元。全镇人均纯收入1.2万元。", ["", "farmers_net_income"]),
        ("新农村建设加快，人均纯收入2.6万元。", ["farmers_net_income"]),
        ("工业园区实现工业总产值46亿元，税收1650万元，入驻企业63家。", ["industrial_output", "", "park_enterprises"]),
        ("某公司是龙头企业。税收1200万元。总投资3亿元。", ["", "investment_planned"]),
        ("各村有文化广场。总人口2156人。", ["population"]),
        ("建设敬老院的项目占地50亩。总人口2156人。", ["", "population"]),
        ("华源纺织实现销售3.6亿元，税收突破2000万元。", ["", ""]),
        ("压缩机项目当年签约、当年投产，新增产值1.2亿元、税收800万元。", ["", ""]),
        ("全部建成后，年可实现工业产值12亿元、财政收入1.5亿元。", ["", ""]),
        ("工业集中区规划面积5平方公里，建成区1.2平方公里。", ["", ""]),
        ("园区现有企业28家。全镇现有企业128家。", ["", "enterprises"]),
        ("十强企业完成工业总产值26亿元，占全镇的60%，入库税收1.1亿元。", ["", "", ""]),
        ("工业总产值26亿元，占全镇的60%，全镇税收1.1亿元。", ["industrial_output", "", "tax_revenue"]),
        ("三大主导产业实现工业总产值12亿元，税收6200万元。", ["", "", ""]),
        ("特色产业发展快，2010年实现工业总产值12亿元。", ["industrial_output"]),
        ("信用社各项存款余额1250万元，各项贷款余额1086万元。", ["", ""]),
        ("外出务工人员1.2万人，人均收入1.5万元，农民人均纯收入1.2万元。", ["", "", "farmers_net_income"]),
        ("金峰集团2012年销售收入9.6亿元，税收4200万元。", ["", ""]),
        ("龙头企业华兴实现工业总产值3.6亿元，税收2000万元。", ["", ""]),
        ("税收超500万元企业14家，合计入库税收1.63亿元。", ["", ""]),
        ("建筑业实现产值8亿元，税收2000万元。", ["", ""]),
        ("工业总产值实现30亿元，税收1.2亿元。", ["industrial_output", "tax_revenue"]),
        ("二期项目完工后，年工业总产值将达12亿元。", [""]),
        ("贫困户286户，人均纯收入3200元。", ["poor_households", ""]),
        ("集镇建成区面积2.8平方公里，人口1.6万人。", ["built_up_area", "urban_population"]),
        ("集镇建成区面积2.8平方公里。人口1.6万人。", ["built_up_area", "population"]),
    ],
)
def test_what_a_paragraph_says_of_a_village_or_a_firm_is_not_coded(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_town_whose_name_is_a_verb_too_is_not_named_by_what_is_built() -> None:
    claims = extract_claims("建设镇总人口3万人。开工建设镇中心幼儿园，投资900万元。建设镇财政收入2亿元。")
    assert claims["place"].tolist() == ["jianshe"] * 3  # the town that a text was at goes on
    assert extract_claims("开工建设镇中心幼儿园，投资900万元。")["place"].tolist() == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加强民政事务管理，财政收入2亿元。", "fiscal_revenue"),
        ("财政收入2亿元，社会效益显著提高，增长5%。", "fiscal_revenue"),
        ("工业总产值2亿元，工业产值占比不断提升，增长5%。", "industrial_output"),
        ("大力推进科技创新，税收2000万元。", "tax_revenue"),
        ("就业创业成效显著，全年税收1亿元。", "tax_revenue"),
        ("抓好劳务输出，人均纯收入达到8500元。", "farmers_net_income"),
        ("农村信用社改制完成，各项存款余额8.2亿元。", "deposits"),
        ("加快工业园区规划，镇建成区面积达到3平方公里。", "built_up_area"),
        ("农民人均纯收入6500元，比上年平均增长8%。", "farmers_net_income"),
        ("集镇供水工程竣工后，每年供水50万吨，财政收入2亿元。", "fiscal_revenue"),
        ("招商项目签约12个，工业总产值12亿元。", "industrial_output"),
        ("实现了农业增产、农民增收、财政收入3亿元。", "fiscal_revenue"),
        ("强化征管、税收收入3亿元。", "tax_revenue"),
        ("尚缺资金300万元，其中工程款200万元，财政总收入2亿元。", "total_fiscal_revenue"),
        ("财政收入2.3亿元，消费需求旺盛，同比增长14%。", ""),
        ("农民人均纯收入5600元，比全县平均水平高12%。", ""),
        ("农民人均纯收入5600元，比邻近的乙镇多320元。", ""),
    ],
)
def test_what_is_said_before_a_figure_does_not_take_its_code_away(text: str, expected: str) -> None:
    assert codes(text)[-1] == expected
