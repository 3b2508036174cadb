//! A small portal and the edits that people make, chosen at random from a seed.

use std::collections::BTreeMap;

use gongkai::world::{Date, MemoryWorld, SitePath};

use super::item::{HUB, Item};
use crate::random::Random;

const CONFIG: &str = "base_url = \"https://www.example.invalid\"\ntitle = \"门户\"\n\
    default_language = \"zh\"\n[[taxonomies]]\nname = \"keywords\"\npaginate_by = 7\n";

/// The portal that is edited, in memory.
pub(super) struct Edited {
    dice: Random,
    pub(super) world: MemoryWorld,
    items: BTreeMap<String, Item>,
    made: usize,
    name: usize,
    kind: &'static str,
    sort: &'static str,
    per_page: usize,
    /// Whether every page is there in traditional characters too.
    twins: bool,
    /// The folder of the first column, which may be moved.
    first: &'static str,
    /// A folder that the last edit moved, with its new name.
    pub(super) moved: Option<(String, String)>,
}

impl Edited {
    pub(super) fn new(seed: u64, items: usize) -> Self {
        let mut site = Self {
            dice: Random::new(seed),
            world: MemoryWorld::new(Date::constant(2026, 1, 20)),
            items: BTreeMap::new(),
            made: 0,
            name: 0,
            kind: "通知公告",
            sort: "date",
            per_page: 5,
            twins: true,
            first: "a",
            moved: None,
        };
        site.configure();
        site.items.insert(HUB.to_owned(), Item::new(0));
        site.save(HUB);
        for _ in 0..items {
            site.create();
        }
        site
    }

    pub(super) fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.world.insert(SitePath::new(path).unwrap(), bytes.into());
    }

    pub(super) fn remove(&mut self, path: &str) {
        self.world.remove(&SitePath::new(path).unwrap());
    }

    fn configure(&mut self) {
        let first = self.first;
        let portal = format!(
            "门户名称: 门户{}\n网站域名: www.example.invalid\n\
             机构:\n  ju:\n    机构名称: 某局\n发布机构: ju\n繁体版: {}\n\
             栏目:\n  - 目录: {first}\n    信息类型: {}\n    更新期限: 3个月\n  - 目录: b\n    信息类型: 一般信息\n",
            self.name, self.twins, self.kind
        );
        let column = format!(
            "---\n标题: 甲\n公开属性: 主动公开\npaginate_by: {}\nsort_by: {}\n---\n栏目说明{}。\n",
            self.per_page, self.sort, self.name
        );
        self.put("config.toml", CONFIG);
        self.put("disclosure.yaml", portal);
        self.put("content/_index.md", "---\n标题: 首页\n---\n");
        self.put(&format!("content/{first}/_index.md"), column);
        self.put(
            "content/b/_index.md",
            "---\n标题: 乙\nsort_by: title\n---\n不公开的栏目说明在这里。\n",
        );
    }

    fn create(&mut self) {
        self.made += 1;
        let number = self.made;
        let folder = *self.dice.pick(&[self.first, self.first, "b"]);
        let (path, item) = match number % 10 {
            3 => (format!("b/zip{number}/index.md"), Item::with_attachment(number)),
            6 => (format!("b/list{number}.yaml"), Item::list(number)),
            _ => (format!("{folder}/x{number}.md"), Item::new(number)),
        };
        if let Some(folder) = path.strip_suffix("index.md") {
            self.put(&format!("content/{folder}f.pdf"), format!("%PDF {number:04}"));
        }
        self.items.insert(path.clone(), item);
        self.save(&path);
    }

    fn save(&mut self, path: &str) {
        let text = self.items[path].text(path.ends_with(".yaml"));
        self.put(&format!("content/{path}"), text);
    }

    fn delete(&mut self, path: &str) -> Option<Item> {
        self.remove(&format!("content/{path}"));
        self.items.remove(path)
    }

    fn rename(&mut self, from: &str, to: &str) {
        if let Some(item) = self.delete(from) {
            self.items.insert(to.to_owned(), item);
            self.save(to);
        }
    }

    /// Some item; [`HUB`] oftener than others.
    fn any(&mut self) -> String {
        if self.dice.once_in(6) {
            return HUB.to_owned();
        }
        let at = self.dice.below(self.items.len());
        self.items.keys().nth(at).expect("below the number of items").clone()
    }

    /// Makes one edit and says which.
    pub(super) fn edit(&mut self, number: usize) -> String {
        let (path, other) = (self.any(), self.any());
        let fixed = path == HUB || other == HUB;
        // Left alone, the edits would soon leave no good build.
        let what = if self.dice.once_in(8) { 15 } else { self.dice.below(30) };
        match what {
            0 => self.create(),
            1..=6 if fixed => self.edit_item(&path, &other, number),
            1 if self.items.len() > 30 => drop(self.delete(&path)),
            2..=5 => self.move_something(&path, number),
            6 => self.swap(&path, &other),
            7 => self.put_attachment(&path, number),
            8 => self.save(&path),
            9 => self.theme(number),
            10 => self.settings(number),
            11 => {
                let day = i8::try_from(self.dice.below(28) + 1).unwrap();
                self.world.set_today(Date::constant(2026, 2, day));
            }
            12 => self.cut(&path),
            13 => self.put("data/synonyms.txt", format!("许可 = 准许{number}\n")),
            14 => self.burst(number),
            15 => self.mend(number),
            _ => self.edit_item(&path, &other, number),
        }
        format!("edit {number}, of sort {what}, at {path}")
    }

    /// Makes one edit after which all is in order more often than not, and says which.
    pub(super) fn move_about(&mut self, number: usize) -> String {
        let dead = self
            .items
            .iter_mut()
            .find_map(|(path, item)| item.revive().then(|| path.clone()));
        if let Some(path) = dead {
            self.save(&path);
            return format!("edit {number}, a link mended, at {path}");
        }
        let (path, other) = (self.any(), self.any());
        let what = self.dice.below(12);
        match what {
            0 => self.create(),
            1 if path != HUB && self.items.len() > 30 => drop(self.delete(&path)),
            2 if path.ends_with(".md") && path.contains("/x") => {
                self.rename(&path, &format!("b/xx{number}.md"));
            }
            _ => {
                let item = self.items.get_mut(&path).expect("an item that is there");
                item.move_about(&mut self.dice, &other, number);
                self.save(&path);
            }
        }
        format!("edit {number}, of sort {what}, at {path}")
    }

    /// Files and folders get other names.
    fn move_something(&mut self, path: &str, number: usize) {
        let (folder, name) = path.rsplit_once('/').expect("items lie in folders");
        let to = match self.dice.below(4) {
            0 => format!("{}/y{number}.md", *self.dice.pick(&[self.first, "b"])),
            1 if name.starts_with('x') => format!("{folder}/X{}", &name[1..]),
            // The same name composed and decomposed, for which there is no address.
            2 => format!("{folder}/e\u{301}{number}.md"),
            _ => return self.move_folder(),
        };
        if name == "index.md" || name.ends_with(".yaml") {
            return;
        }
        self.rename(path, &to);
        if let (Some((stem, _)), true) =
            (to.rsplit_once("e\u{301}"), number.is_multiple_of(2))
        {
            let composed = format!("{stem}\u{e9}{number}.md");
            self.rename(&to, &composed);
        }
    }

    fn move_folder(&mut self) {
        let (old, new) = (self.first, if self.first == "a" { "c" } else { "a" });
        self.first = new;
        self.moved = Some((format!("content/{old}"), format!("content/{new}")));
        self.remove(&format!("content/{old}/_index.md"));
        let inside = format!("{old}/");
        let paths: Vec<String> =
            self.items.keys().filter(|path| path.starts_with(&inside)).cloned().collect();
        for path in paths {
            self.rename(&path, &format!("{new}/{}", &path[inside.len()..]));
        }
        self.configure();
    }

    fn swap(&mut self, path: &str, other: &str) {
        if path.ends_with(".md") && other.ends_with(".md") && path != other {
            let (one, two) = (self.items[path].clone(), self.items[other].clone());
            self.items.insert(path.to_owned(), two);
            self.items.insert(other.to_owned(), one);
            self.save(path);
            self.save(other);
        }
    }

    /// An attachment of the same size.
    fn put_attachment(&mut self, path: &str, number: usize) {
        if let Some(folder) = path.strip_suffix("index.md") {
            let gone = self.dice.once_in(5);
            let file = format!("content/{folder}f.pdf");
            if gone {
                self.remove(&file);
            } else {
                self.put(&file, format!("%PDF {number:04}"));
            }
        }
    }

    fn theme(&mut self, number: usize) {
        let page =
            *self.dice.pick(&["<body>一</body>", "<body>{{ portal.name }}</body>", "{{"]);
        match self.dice.below(5) {
            0 => self.put("templates/map.html", page),
            // The same text under a name that the items of a kind ask for, and under none.
            3 => {
                let names =
                    ["templates/kinds/general.html", "templates/kinds/genaral.html"];
                let name = *self.dice.pick(&names);
                names.iter().for_each(|name| self.remove(name));
                self.put(name, "<body>二</body>");
            }
            1 => {
                self.put(
                    "templates/partials/crumbs.html",
                    format!("<nav>{number}</nav>"),
                );
            }
            2 => self.put("static/portal.css", format!("body {{ order: {number} }}")),
            _ => self.put("static/不能发布.exe", "x"),
        }
    }

    fn settings(&mut self, number: usize) {
        match self.dice.below(4) {
            0 => {
                self.kind =
                    *self.dice.pick(&["通知公告", "政策文件", "一般信息", "无此类型"]);
            }
            1 if number.is_multiple_of(2) => self.twins = !self.twins,
            1 => self.name = number,
            2 => self.sort = *self.dice.pick(&["date", "title", "update_date", "weight"]),
            _ => self.per_page = self.dice.below(6) + 2,
        }
        self.configure();
    }

    /// A file that is written in two steps, after the first.
    fn cut(&mut self, path: &str) {
        let text = self.items[path].text(path.ends_with(".yaml"));
        let mut half = self.dice.below(text.len());
        while !text.is_char_boundary(half) {
            half -= 1;
        }
        self.put(&format!("content/{path}"), text[..half].to_owned());
    }

    /// Everything at once, as when a branch is switched.
    fn burst(&mut self, number: usize) {
        let paths: Vec<String> = self.items.keys().cloned().collect();
        for path in paths {
            let item = self.items.get_mut(&path).expect("an item that is there");
            item.body.push_str(&format!("\n\n第{number}次切换。"));
            self.save(&path);
        }
    }

    /// Sets everything right again.
    pub(super) fn mend(&mut self, number: usize) {
        self.kind = "通知公告";
        self.configure();
        for path in ["templates/map.html", "static/不能发布.exe"] {
            self.remove(path);
        }
        let paths: Vec<String> = self.items.keys().cloned().collect();
        for (at, path) in paths.into_iter().enumerate() {
            let foreign = !path.is_ascii() || path.contains('X');
            let to = if foreign { format!("b/z{number}-{at}.md") } else { path.clone() };
            self.rename(&path, &to);
            if let Some(folder) = to.strip_suffix("index.md") {
                self.put(&format!("content/{folder}f.pdf"), format!("%PDF {at:04}"));
            }
            self.items.get_mut(&to).expect("just put there").mend(number + at, &to);
            self.save(&to);
        }
    }

    fn edit_item(&mut self, path: &str, other: &str, number: usize) {
        let item = self.items.get_mut(path).expect("an item that is there");
        item.edit(&mut self.dice, other, number);
        self.save(path);
    }
}
