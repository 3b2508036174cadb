//! The glossary: every key of front matter and of `disclosure.yaml`, Chinese and English, one to one.
//!
//! It is flat on purpose. A reader can translate a key without knowing where it stands, an
//! officer who learned a word once may use it everywhere, and a template uses the same English
//! name. The price is that one Chinese word has one English name in all places, also where
//! English would vary: 名称 is always `label` and 机构名称 always `name`, 办公时间 is `hours`
//! for the kind and in `disclosure.yaml`, 规则 is `rules` in a waiver too, 审批部门 is
//! `approval_authority` because `approver` is the person who approved (批准), and 口径 is
//! `definition` because `note` is 说明.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// All pairs of (中文, English), in the order of DESIGN.md: common keys, kinds and their fields,
/// rows of the intermediary services, `disclosure.yaml`.
pub const GLOSSARY: &[(&str, &str)] = &[
    // Common keys of an item.
    ("标题", "title"),
    ("公开属性", "attribute"),
    ("索引号", "index_number"),
    ("发布日期", "date"),
    ("成文日期", "written"),
    ("更新日期", "updated"),
    ("发文字号", "document_number"),
    ("发文机关", "issuer"),
    ("内容概述", "description"),
    ("签发人", "signatory"),
    ("草稿", "draft"),
    ("主送机关", "addressees"),
    ("信息类型", "kind"),
    ("文种", "genre"),
    ("主题分类", "topic"),
    ("有效性", "validity"),
    ("关键词", "keywords"),
    ("失效日期", "expires"),
    ("施行日期", "effective"),
    ("修改依据", "amended_by"),
    ("废止依据", "repealed_by"),
    ("依据", "basis"),
    ("解读对象", "interprets"),
    ("变更", "changes"),
    ("附件", "attachments"),
    ("审查", "review"),
    ("公开范围", "scope"),
    ("豁免", "waivers"),
    ("撤回", "withdrawn"),
    ("正文", "body"),
    // Inside 变更, 附件, 审查, 豁免 and 撤回.
    ("日期", "day"),
    ("说明", "note"),
    ("文件", "file"),
    ("名称", "label"),
    ("起草", "drafter"),
    ("审核", "checker"),
    ("批准", "approver"),
    ("保密审查", "secrecy_check"),
    ("审查日期", "reviewed_on"),
    ("规则", "rules"),
    ("理由", "reason"),
    ("法律依据", "legal_basis"),
    // 机构职能
    ("机构名称", "name"),
    ("简称", "short_name"),
    ("统一社会信用代码", "credit_code"),
    ("职责", "duties"),
    ("地址", "address"),
    ("邮政编码", "postcode"),
    ("办公时间", "hours"),
    ("时段", "period"),
    ("起", "from"),
    ("止", "until"),
    ("时间", "time"),
    ("电话", "phone"),
    ("传真", "fax"),
    ("电子邮箱", "email"),
    ("交通", "transport"),
    ("负责人", "leaders"),
    ("姓名", "person"),
    ("职务", "post"),
    ("分工", "duties_text"),
    ("内设机构", "offices"),
    ("下属单位", "subordinates"),
    // 政策文件
    ("规范性文件", "normative"),
    ("登记号", "registration_number"),
    // 政策解读
    ("解读机关", "interpreter"),
    ("解读人", "spokesperson"),
    ("解读形式", "form"),
    ("问答", "questions"),
    ("问", "question"),
    ("答", "answer"),
    // 重点领域
    ("领域", "area"),
    ("公开事项", "matter"),
    ("公开时限", "time_limit"),
    ("数据", "figures"),
    ("数值", "value"),
    ("单位", "unit"),
    ("口径", "definition"),
    // 中介服务事项清单
    ("版本", "edition"),
    ("上一版", "previous_edition"),
    ("示例数据", "sample"),
    ("事项", "rows"),
    ("编号", "key"),
    ("事项名称", "service"),
    ("分类", "group"),
    ("审批事项", "approvals"),
    ("审批部门", "approval_authority"),
    ("设定依据", "bases"),
    ("机构要求", "provider"),
    ("委托方", "client"),
    ("可自行编制", "self_service"),
    ("申请条件", "conditions"),
    ("办理程序", "procedure"),
    ("办理时限", "duration"),
    ("收费方式", "fee_type"),
    ("收费标准", "fee_standard"),
    ("收费依据", "fee_basis"),
    ("服务成果", "deliverable"),
    ("咨询电话", "enquiry"),
    ("变动", "change"),
    ("备注", "remarks"),
    ("联系人", "contact_person"),
    ("联系手机", "contact_mobile"),
    ("内部备注", "internal_note"),
    // 法治政府建设年度报告
    ("年度", "report_year"),
    ("报送机关", "submitted_to"),
    // 通知公告
    ("公告类型", "notice_type"),
    ("截止日期", "closes"),
    ("联系方式", "contact"),
    // disclosure.yaml
    ("门户名称", "portal_name"),
    ("演示", "demonstration"),
    ("网站标识码", "site_id_code"),
    ("网站域名", "site_domain"),
    ("备案号", "icp"),
    ("公安备案号", "police_record"),
    ("机构", "institutions"),
    ("机关代字", "document_code"),
    ("发布机构", "publisher"),
    ("入口", "entries"),
    ("链接", "link"),
    ("首页数字", "facts"),
    ("首页说明", "lead"),
    ("配色", "palette"),
    ("标志", "logo"),
    ("常查", "hints"),
    ("栏目", "columns"),
    ("目录", "folder"),
    ("栏目类别", "column_type"),
    ("法定事项", "legal_item"),
    ("更新期限", "freshness"),
    ("首页", "home"),
    ("打包", "pack"),
    ("单项网页", "row_pages"),
    ("纠错", "correction"),
    ("依申请公开", "application"),
    ("受理机构", "receiver"),
    ("网上申请", "online"),
    ("申请表", "application_form"),
    ("无障碍说明", "accessibility"),
    ("繁体版", "traditional"),
    ("搜索", "search"),
    ("离线包", "offline"),
];

static ENGLISH: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| GLOSSARY.iter().copied().collect());
static CHINESE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    GLOSSARY.iter().map(|&(chinese, english)| (english, chinese)).collect()
});

/// The English name of a Chinese key; `None` for a word that is not in the glossary.
pub fn english(chinese: &str) -> Option<&'static str> {
    ENGLISH.get(chinese).copied()
}

/// The Chinese key of an English name; `None` for Zola's own keys and unknown ones.
pub fn chinese(english: &str) -> Option<&'static str> {
    CHINESE.get(english).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_twice_on_either_side() {
        assert_eq!(ENGLISH.len(), GLOSSARY.len(), "a Chinese word stands twice");
        assert_eq!(CHINESE.len(), GLOSSARY.len(), "an English name stands twice");
    }

    #[test]
    fn every_pair_is_found_in_both_directions() {
        for &(zh, en) in GLOSSARY {
            assert_eq!(english(zh), Some(en));
            assert_eq!(chinese(en), Some(zh));
        }
        assert_eq!(english("不存在"), None);
        assert_eq!(chinese("weight"), None);
    }

    #[test]
    fn no_word_is_of_the_other_side() {
        for &(zh, en) in GLOSSARY {
            assert!(!zh.is_ascii() && chinese(zh).is_none(), "{zh}");
            assert!(en.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{en}");
        }
    }
}
