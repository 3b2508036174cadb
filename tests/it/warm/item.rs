//! An item as the random edits know it.

use crate::random::Random;

/// An item that keeps its name, and that others lead to: what they say of it and what it says
/// are edited together.
pub(super) const HUB: &str = "b/hub.md";

/// A link that leads nowhere.
const DEAD: &str = "\n\n见[没有的](@/b/mei-you.md)。";

/// What is written in the file of an item.
#[derive(Debug, Clone)]
pub(super) struct Item {
    title: String,
    attribute: &'static str,
    day: usize,
    /// Other lines of the front matter.
    more: Vec<String>,
    /// What stands in every state of the item.
    always: String,
    pub(super) body: String,
    broken: bool,
}

impl Item {
    pub(super) fn new(number: usize) -> Self {
        let leads = number % 5 == 4;
        let hub = if leads {
            format!("见[说明](@/{HUB}#shuo-ming)。")
        } else {
            String::new()
        };
        Self {
            title: format!("第{number}号通知"),
            attribute: "主动公开",
            day: number % 28 + 1,
            more: Vec::new(),
            always: String::new(),
            body: format!(
                "这是第{number}号通知的正文，说明有关事项的办理。\n\n## 说明\n\n完。{hub}"
            ),
            broken: false,
        }
    }

    pub(super) fn with_attachment(number: usize) -> Self {
        let always = "附件: [f.pdf]\n".to_owned();
        Self { always, ..Self::new(number) }
    }

    /// A list of rows, with columns that are never published.
    pub(super) fn list(number: usize) -> Self {
        let mut always = "信息类型: 中介服务事项清单\n事项:\n".to_owned();
        for at in 1..4 {
            always.push_str(&format!(
                "  - 编号: n{number}-{at}\n    事项名称: 第{number}号清单第{at}项\n    \
                 内部备注: 内部跟踪第{number}号第{at}条不对外\n"
            ));
        }
        Self { always, ..Self::new(number) }
    }

    /// Good again, with what an item at its path has.
    pub(super) fn mend(&mut self, number: usize, path: &str) {
        let always = std::mem::take(&mut self.always);
        *self = match path {
            _ if path.ends_with(".yaml") => Self { always, ..Self::new(number) },
            _ if path.ends_with("index.md") => Self::with_attachment(number),
            _ => Self::new(number),
        };
    }

    pub(super) fn text(&self, data: bool) -> String {
        let mut text = format!(
            "标题: {}\n公开属性: {}\n发布日期: 2025-12-{:02}\n关键词: [通知, 第{}天]\n",
            self.title, self.attribute, self.day, self.day
        );
        for line in self.more.iter().chain([&self.always]) {
            text.push_str(line);
        }
        if self.broken {
            text.push_str("  坏: [\n");
        }
        if data { text } else { format!("---\n{text}---\n{}\n", self.body) }
    }

    /// Sets a line of the front matter in place of an earlier one with the same key.
    fn set(&mut self, key: &str, value: &str) {
        self.more.retain(|line| !line.starts_with(&format!("{key}:")));
        if !value.is_empty() {
            self.more.push(format!("{key}: {value}\n"));
        }
    }

    /// One of the edits that officers make in an item.
    pub(super) fn edit(&mut self, dice: &mut Random, other: &str, number: usize) {
        let attribute = *dice.pick(&["主动公开", "依申请公开", "不予公开", "公开"]);
        let field = *dice.pick(&[
            "内容概述",
            "发文机关",
            "签发人",
            "主送机关",
            "主题分类",
            "公开范围",
            "作者",
        ]);
        match dice.below(25) {
            0 => self.attribute = attribute,
            1 | 2 => self.title = format!("改名为{number}"),
            3..=5 => self.body = format!("{}\n\n第{number}次改动。", self.body),
            6 => {
                let at = number % 5 + 1;
                self.body = format!(
                    "见[另一条](@/{other})。\n\n**第{at}条**　按甲字〔2026〕{at}号办。\n\n## 小标题{number}\n"
                );
            }
            7 => self.body = format!("见[说明](@/{other}#shuo-ming)。\n\n## 说明\n"),
            8 => self.body = format!("前面多了{number}个字。\n\n{}", self.body),
            9 => self.body = format!("<b>粗</b>和![](f.pdf)和[附件](f.pdf)。{number}"),
            22 => self.body = self.body.replace("## 说明", "## 补充"),
            23 => self.body = self.body.replace("## 补充", "## 说明"),
            24 if other.ends_with(".md") => {
                self.body.push_str(&format!("\n\n又见[说明](@/{other}#shuo-ming)。"));
            }
            10 => self.set("依据", &format!("\"@/{other}\"")),
            11 => self.set("废止依据", &format!("\"@/{other}\"")),
            12 => self.broken = !self.broken,
            13 => self.set("草稿", if dice.once_in(2) { "是" } else { "" }),
            14 => self.day = number % 28 + 1,
            15 => self.set("slug", &format!("s{}", dice.below(9))),
            16 => self.set("aliases", &format!("[old/{}]", dice.below(20))),
            17 => {
                self.set("更新日期", &format!("2026-01-{:02}", dice.below(20) + 1));
                self.set("发文字号", &format!("甲字〔2026〕{}号", number % 5 + 1));
            }
            18 => self
                .set("索引号", &format!("11371002MB0000001E/2026-{:05}", dice.below(40))),
            19 => {
                self.set(
                    "撤回",
                    "{日期: 2026-01-10, 原因: 数据有误, 依据: 条例第十七条}",
                );
            }
            20 => self.set("豁免", "[{规则: missing-description, 理由: 测试}]"),
            _ => self.set(field, &format!("{field}写作{number}")),
        }
    }

    /// Mends a link that leads nowhere; whether there was one.
    pub(super) fn revive(&mut self) -> bool {
        let dead = self.body.contains(DEAD);
        self.body = self.body.replace(DEAD, "\n\n见[别处](https://a.invalid/)。");
        dead
    }

    /// An edit that leaves an item in order, and may give it another place or other ties.
    pub(super) fn move_about(&mut self, dice: &mut Random, other: &str, number: usize) {
        let document = format!("甲字〔2026〕{}号", dice.below(16));
        let index = format!("11371002MB0000001E/2026-{:05}", dice.below(20));
        let topic = *dice.pick(&["综合政务\\电子政务", "农业、林业、水利\\其他", ""]);
        let day = format!("2026-{:02}-11", dice.below(9) + 1);
        let issuer = *dice.pick(&["某局", "另一局", "第三局"]);
        let named = *dice.pick(&[document.as_str(), index.as_str(), ""]);
        match dice.below(30) {
            0 | 1 => {
                self.attribute = *dice.pick(&["主动公开", "主动公开", "依申请公开"]);
            }
            2..=4 => self.day = dice.below(28) + 1,
            5 => self.set("草稿", if dice.once_in(2) { "是" } else { "" }),
            6 => self.set("slug", &format!("s{}", dice.below(4000))),
            7 => self.set("aliases", &format!("[old/{}]", dice.below(4000))),
            8 | 24 | 25 => self.set("发文字号", &document),
            9 => self.set("索引号", &index),
            10 => self.set("主题分类", topic),
            11 => self.set("发文机关", issuer),
            12 => self.set("施行日期", &day),
            13 => self.set("更新日期", &day),
            14 => self.set("依据", named),
            15 => self.set("废止依据", if dice.once_in(2) { &document } else { "" }),
            16 | 22 | 23 => self.body.push_str(&format!("\n\n另按{document}办。")),
            17 => self.body.push_str(&format!("\n\n见[另一条](@/{other})。")),
            18 => self.body = format!("第{number}次重写。\n\n## 说明\n\n完。"),
            19 => self.title = format!("改名为{number}"),
            20 => self.body.push_str(DEAD),
            _ => self.body.push_str(&format!("\n\n第{number}次改动。")),
        }
    }
}
