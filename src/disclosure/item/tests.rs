//! The common fields: every key is read, its value through its own type.

use serde_json::{Value, from_value, json};

use super::*;
use crate::disclosure::{GLOSSARY, Section, fields};

/// One value for every key of an item.
fn full() -> Value {
    let mut keys = json!({
        "title": "关于某事的通知", "attribute": "主动公开",
        "index_number": "11371002MB0000001E/2023-00010", "date": "2023-12-15 09:00",
        "written": "2023-12-12", "updated": "2023-12-16", "document_number": "国办发〔2019〕61号",
        "issuer": ["甲局", "乙局"], "description": "概述", "signatory": "某", "draft": "否",
        "addressees": "各科室", "kind": "政策文件", "genre": "通知", "topic": "综合政务\\政务公开",
        "validity": "有效", "keywords": ["公开"], "expires": "2028-12-31",
        "effective": "2024-01-01", "amended_by": "@/zhengce/a.md",
        "repealed_by": ["国务院令第711号"], "basis": "《某法》第一条",
        "interprets": "000014349/2017-00110"
    });
    let more = json!({
        "changes": [{"day": "2023-12-16", "note": "改错字"}],
        "attachments": ["表.docx", {"file": "图.pdf", "label": "附图"}],
        "review": {"drafter": "甲", "checker": "乙", "approver": "丙", "secrecy_check": "不涉密",
            "reviewed_on": "2023-12-14"},
        "scope": "面向社会", "waivers": [{"rules": "date-late", "reason": "系统迁移"}],
        "withdrawn": {"day": "2024-02-01", "reason": "已被替代", "legal_basis": "条例"},
        "body": "正文", "weight": 1, "slug": "a", "path": "b", "aliases": "old", "render": false,
        "template": "x.html", "taxonomies": {"tags": ["甲"]}, "authors": "某",
        "in_search_index": false, "extra": {"a": {"b": 1}}
    });
    let Value::Object(more) = more else { unreachable!("an object was written") };
    keys.as_object_mut().unwrap().extend(more);
    keys
}

#[test]
fn every_key_is_read() {
    let value = full();
    let mut names = fields::<Item>().to_vec();
    names.sort_unstable();
    let mut given: Vec<&String> = value.as_object().unwrap().keys().collect();
    given.sort_unstable();
    assert_eq!(given, names);
    let item: Item = from_value(value).unwrap();
    assert_eq!(item.issuer, ["甲局", "乙局"]);
    assert_eq!(item.addressees, ["各科室"]);
    assert_eq!(item.attribute, Some(Attribute::Public));
    assert_eq!(item.kind, Some(Kind::Policy));
    assert_eq!(item.attachments[0], Attachment::from("表.docx".to_owned()));
    assert_eq!(item.attachments[1].label.as_deref(), Some("附图"));
    assert_eq!(item.waivers[0].rules, ["date-late"]);
    assert!(matches!(item.repealed_by[0], Reference::Document(_)));
    assert!(matches!(item.interprets[0], Reference::Index(_)));
    assert!(matches!(item.basis[0], Basis::Text(_)));
    assert!(!item.render && !item.in_search_index && !item.draft);
}

#[test]
fn blank_front_matter_and_blank_fields_are_the_default() {
    assert_eq!(from_value::<Item>(json!({})).unwrap(), Item::default());
    let blank = json!({
        "title": null, "attribute": null, "issuer": null, "attachments": null, "changes": null,
        "review": null, "basis": null, "written": null
    });
    assert_eq!(from_value::<Item>(blank).unwrap(), Item::default());
}

#[test]
fn a_malformed_value_says_what_is_wrong_and_how_to_mend_it() {
    for (key, value, message) in [
        ("attribute", json!("公开"), "；改为「主动公开」"),
        ("document_number", json!("国办发[2019]61号"), "；改为「国办发〔2019〕61号」"),
        ("written", json!("2023年12月12日"), "；改为「2023-12-12」"),
        ("date", json!("20231212"), "；改为「2023-12-12」"),
        ("index_number", json!("11371002MB0000001F/2023-00010"), "末位是「E」"),
        ("validity", json!("作废"), "；改为「已废止」"),
        ("basis", json!(["国办发[2019]61号"]), "；改为「国办发〔2019〕61号」"),
        ("interprets", json!("某办法"), "不能指向一件信息"),
        ("kind", json!("政策文档"), "；改为「政策文件」"),
        ("changes", json!([{"day": "昨天", "note": "x"}]), "应写成「2023-12-12」"),
    ] {
        let error = from_value::<Item>(json!({ key: value })).unwrap_err().to_string();
        assert!(error.contains(message), "{key}: {error}");
        assert!(!error.ends_with('。') && !error.contains('\n'), "{key}: {error}");
    }
}

#[test]
fn unknown_keys_are_refused_at_every_depth() {
    for value in [
        json!({ "name": "某局" }),
        json!({ "review": {"谁": "甲"} }),
        json!({ "attachments": [{"file": "a", "size": 1}] }),
        json!({ "withdrawn": {"day": "2024-02-01", "reason": "x", "note": "y"} }),
        json!({ "changes": [{"day": "2024-02-01"}] }),
        json!({ "waivers": [{"rules": "a"}] }),
    ] {
        assert!(from_value::<Item>(value.clone()).is_err(), "{value}");
    }
}

#[test]
fn the_glossary_has_every_field_but_those_of_zola() {
    let zola = [
        "weight",
        "slug",
        "path",
        "aliases",
        "render",
        "template",
        "taxonomies",
        "authors",
        "in_search_index",
        "extra",
    ];
    let inner = [
        fields::<Change>(),
        fields::<Attachment>(),
        fields::<Review>(),
        fields::<Waiver>(),
        fields::<Withdrawal>(),
        fields::<crate::disclosure::kinds::Season>(),
        fields::<crate::disclosure::kinds::Leader>(),
        fields::<crate::disclosure::kinds::Office>(),
        fields::<crate::disclosure::kinds::Question>(),
        fields::<crate::disclosure::kinds::Figure>(),
        fields::<crate::disclosure::kinds::Row>(),
    ];
    let common = fields::<Item>().iter().filter(|field| !zola.contains(field));
    let kinds = Kind::ALL.iter().flat_map(|kind| kind.fields());
    let read: Vec<&str> =
        common.chain(kinds).chain(inner.into_iter().flatten()).copied().collect();
    for field in &read {
        assert!(
            crate::disclosure::chinese(field).is_some(),
            "{field} has no Chinese name"
        );
    }
    let portal = GLOSSARY.iter().position(|(word, _)| *word == "门户名称").unwrap();
    for (word, field) in &GLOSSARY[..portal] {
        assert!(read.contains(field), "{word} ({field}) is read by nothing");
    }
    assert!(fields::<Section>().contains(&"attribute"));
}
