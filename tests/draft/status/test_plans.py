"""Which paragraphs of a text are a plan: what they count is planned, whatever their own words leave open."""

from __future__ import annotations

from datetime import date

from hfdata import draft


def statuses(text: str) -> str:
    """One letter for each figure of a text of 1 March 2024: d done, u under way, p planned."""
    return "".join(row.status[0] for row in draft.read(text, event_date=date(2024, 3, 1)).figures)


def test_a_report_looks_back_under_one_heading_and_ahead_under_the_next():
    report = "一、2023年工作回顾\n新建幼儿园3所，新增学位1080个。\n帮扶就业4200人。\n"
    plan = "二、2024年重点工作\n（一）坚持项目为王。实施重点项目46个。\n（二）办好实事。改造公路32公里。\n"

    assert statuses(report + plan) == "dddpp"


def test_a_half_year_that_has_not_come_is_a_plan():
    text = "上半年工作总结及下半年打算\n上半年，清理杂物260处。\n下半年，加装电梯20部。\n"

    assert statuses(text) == "dp"


def test_what_a_scheme_lists_is_to_be_done_and_what_precedes_its_list_tells_why():
    title = "关于加强养老服务工作的实施意见\n"
    why = "全市现有老年人36万名，养老机构48家。\n"
    items = "一、健全网络。每个街道建成1处服务中心。\n二、加强队伍。每百张床位配备护理员12名。\n"

    assert statuses(title + why + items) == "ddpp"
    assert statuses("养老服务工作意见征集情况\n" + why + items) == "dddd"


def test_a_task_that_names_who_is_responsible_is_to_be_done():
    text = "（一）新增托位500个。责任单位：区卫健局\n（二）改造公厕12座。（牵头单位：区城管局）\n（三）清运垃圾30吨。\n"

    assert statuses(text) == "ppd"


def test_tasks_that_name_who_does_them_in_brackets_are_to_be_done():
    tasks = "开展示范街建设，创建示范街2条、示范店10家。（区市场监管局）培训厨师300名。（区人社局、区总工会）"

    assert statuses(tasks) == "ppp"
    assert statuses("全区创建示范街2条。（区融媒体中心）") == "d"


def test_a_scheme_stays_one_whatever_it_is_about_and_looks_back_only_where_it_says_so():
    scheme = (
        "业委会综合评估\n工作实施方案\n一、评估对象\n全镇小区。\n二、评估方式\n现场检查占总分80%，书面评价占20%。\n"
    )

    assert statuses(scheme) == "pp"
    assert statuses("养老发展规划\n一、发展现状\n全区有养老院12家。\n二、主要任务\n新建养老院3家。\n") == "dp"


def test_a_work_plan_is_one_from_its_title_on_however_its_lines_run():
    body = "（一）夯实基层基础。再培育党建示范点3个。（二）壮大集体经济。所有村收入达10万元。\n"

    assert statuses("东岭片区2024年工作计划\n" + body) == "pp"
    assert statuses("东岭片区2024年度工作计划\n2024年，我们坚持党建引领，立足3项工作。\n" + body) == "ppp"


def test_a_policy_sets_what_its_items_count():
    items = "保障对象：全县农村低收入人口\n1.资助参保。按每人60元资助。\n2.提高待遇。门诊报销比例提高5个百分点。\n"

    assert statuses("医疗救助保障政策\n" + items) == "pp"


def test_next_steps_at_the_end_of_a_report():
    text = "全市共破案320起，抓获嫌疑人260名。\n下一步，公安机关将保持高压态势，确保命案破案率100%。\n"

    assert statuses(text) == "ddp"


def test_what_is_finished_by_a_day_to_come_is_still_to_be_built():
    assert statuses("整治道路24条，年底前全部完工。新建公厕12座，力争年内建成。") == "pp"
    assert statuses("排查隐患402条，力争年底前全部整改。") == "d"


def test_what_is_resolved_to_be_done_this_year():
    text = "市里公布2024年为民办实事项目，共安排12项。\n具体来说，新建幼儿园3所，改造公厕20座。\n去年修路12公里。\n"

    assert statuses(text) == "pppd"
    assert statuses("30名代表对12项民生实事进行了票决。\n") == "dd"


def test_a_list_with_a_heading_for_every_item():
    text = "公布十件民生实事，以下为清单。\n1、缓解停车难\n新增泊位600个。\n2、缓解入园难\n新建幼儿园3所。\n"

    assert statuses(text)[-2:] == "pp"


def test_the_story_of_a_project_goes_on_paragraphs_later():
    story = "大桥首根桩基开钻，进入主体施工阶段。\n全线按高速公路标准建设，设计速度120km/h，设互通5处。\n"

    assert statuses(story) == "uu"
    assert statuses("大桥已建成通车。\n大桥全长900米，路基宽26米。\n") == "dd"


def test_a_plan_period_that_has_just_begun_is_told_of_ahead():
    assert statuses("“十五五”期间，全市新建学校20所。\n") == "d"
    assert statuses("“十四五”期间，全市已新建学校20所。\n") == "d"
    text = "“十四五”期间，全市新建学校20所。\n"
    assert [r.status for r in draft.read(text, event_date=date(2021, 9, 1)).figures] == ["planned"]
