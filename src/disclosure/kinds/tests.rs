//! Each kind reads all of its fields, refuses others, and shows nothing private.

use serde_json::{Value, json};

use super::*;
use crate::disclosure::chinese;

fn read(kind: Kind, value: Value) -> Result<KindFields, serde_json::Error> {
    kind.deserialize(value)
}

/// One value for every field of every kind.
fn full(kind: Kind) -> Value {
    match kind {
        Kind::Institution => json!({
            "name": "某局", "short_name": "局", "credit_code": "11371002MB0000001E",
            "duties": ["审批"], "address": "路1号", "postcode": "000000",
            "hours": [{"period": "夏季", "from": "07-01", "until": "09-30", "time": "9:00"}],
            "phone": "0631-0000000", "fax": "0631-0000001", "email": "a@example.invalid",
            "transport": "1路",
            "leaders": [{"person": "某", "post": "局长", "duties_text": "全面工作"}],
            "offices": [{"name": "科", "duties": "办理", "phone": "1", "address": "2"}],
            "subordinates": [{"name": "中心"}]
        }),
        Kind::Policy => json!({ "normative": true, "registration_number": "R-2023-001" }),
        Kind::Interpretation => json!({
            "interpreter": "某局", "spokesperson": "某", "form": "图解",
            "questions": [{"question": "问", "answer": "答"}]
        }),
        Kind::KeyArea => json!({
            "area": "政务服务", "matter": "事项", "time_limit": "20个工作日",
            "figures": [{"label": "件", "value": "739", "unit": "项", "definition": "年底"}]
        }),
        Kind::IntermediaryServices => json!({
            "edition": "2024", "previous_edition": "2023", "sample": true, "rows": [row()]
        }),
        Kind::RuleOfLawReport => json!({ "report_year": 2023, "submitted_to": "某政府" }),
        Kind::Notice => {
            json!({ "notice_type": "公示", "closes": "2024-01-05", "contact": "邮箱" })
        }
        Kind::General => json!({}),
    }
}

fn row() -> Value {
    json!({
        "key": "a-1", "service": "检测", "group": "甲", "approvals": ["许可"],
        "approval_authority": "某局", "bases": ["某法第一条"], "provider": "资质",
        "client": "申请人", "self_service": "是", "conditions": "无", "procedure": "申请",
        "duration": "5日", "fee_type": "市场调节价", "fee_standard": "议价", "fee_basis": "某文",
        "deliverable": "报告", "enquiry": "0631-0000000", "change": "新增", "remarks": "注",
        "contact_person": "CANARY-PERSON", "contact_mobile": "CANARY-MOBILE",
        "internal_note": "CANARY-NOTE"
    })
}

#[test]
fn every_kind_reads_all_its_fields_and_shows_them_again() {
    for &kind in Kind::ALL {
        let value = full(kind);
        let mut names: Vec<&str> = kind.fields().to_vec();
        names.sort_unstable();
        let mut given: Vec<&String> = value.as_object().unwrap().keys().collect();
        given.sort_unstable();
        assert_eq!(given, names, "{kind}");
        let fields = read(kind, value.clone()).unwrap();
        assert_eq!(fields.kind(), kind);
        let (public, _) = fields.split();
        assert_eq!(public.kind(), kind);
        let shown = serde_json::to_value(public).unwrap();
        for name in names {
            assert!(
                shown.get(name).is_some_and(|value| !value.is_null()),
                "{kind}: {name}"
            );
        }
    }
}

#[test]
fn every_kind_may_be_blank_and_refuses_other_fields() {
    for &kind in Kind::ALL {
        assert!(read(kind, json!({})).is_ok(), "{kind}");
        assert!(read(kind, json!({ "title": "x" })).is_err(), "{kind}");
        assert!(read(kind, json!({ "未知": "x" })).is_err(), "{kind}");
    }
}

#[test]
fn private_cells_leave_the_row() {
    let (public, cells) =
        read(Kind::IntermediaryServices, full(Kind::IntermediaryServices))
            .unwrap()
            .split();
    let shown = serde_json::to_string(&public).unwrap();
    assert!(
        !shown.contains("CANARY") && !format!("{public:?}{cells:?}").contains("CANARY")
    );
    let texts: Vec<&str> = cells.iter().flat_map(PrivateCells::texts).collect();
    assert_eq!(texts, ["CANARY-PERSON", "CANARY-MOBILE", "CANARY-NOTE"]);
    for column in Row::PRIVATE {
        assert!(!shown.contains(column), "{column}");
        assert!(chinese(column).is_some(), "{column}");
    }
    let public_columns = fields::<PublicRow>();
    let all: Vec<&str> = public_columns.iter().chain(Row::PRIVATE).copied().collect();
    assert_eq!(all, fields::<Row>());
}

#[test]
fn a_row_needs_its_key_and_its_name() {
    for missing in ["key", "service"] {
        let mut row = row();
        row.as_object_mut().unwrap().remove(missing);
        assert!(read(Kind::IntermediaryServices, json!({ "rows": [row] })).is_err());
    }
}

#[test]
fn hours_may_be_a_sentence() {
    let fields =
        read(Kind::Institution, json!({ "hours": "工作日 9:00–17:00" })).unwrap();
    let KindFields::Institution(fields) = fields else { panic!("another kind") };
    assert_eq!(fields.hours, [Season::from("工作日 9:00–17:00".to_owned())]);
}

#[test]
fn kinds_are_named_in_both_languages() {
    for &kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.chinese()), Ok(kind));
        assert_eq!(Kind::parse(kind.english()), Ok(kind));
    }
    for (text, mend) in [
        ("政策文档", Some("政策文件")),
        ("政策 解读", Some("政策解读")),
        ("通知", None),
        ("法治政府建设报告", Some("法治政府建设年度报告")),
        ("", None),
    ] {
        assert_eq!(Kind::parse(text).unwrap_err().suggestion.as_deref(), mend, "{text}");
    }
}

#[test]
fn fixed_words_are_refused_with_the_word_meant() {
    for (text, mend) in [
        ("政府指导价格", Some("政府指导价")),
        ("免费", None),
        ("市場調節價", Some("市场调节价")),
    ] {
        let error = FeeType::parse(text).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), mend, "{text}");
    }
    let error = read(Kind::Notice, json!({ "notice_type": "公 示" })).unwrap_err();
    assert_eq!(
        error.to_string(),
        "「公 示」不是公告类型的规定用词，应为「通知」「公告」「公示」「征求意见」之一；改为「公示」"
    );
    for form in InterpretationForm::ALL {
        assert_eq!(InterpretationForm::parse(form.word()), Ok(*form));
    }
}
