//! Portals made at random from a seed, for tests of what holds for every portal.

use gongkai::world::{MemoryWorld, SitePath, World as _};

use crate::repository;

/// A small generator of numbers (xorshift64*), so that a seed means the same for ever.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("less than a usize")
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

const COLUMNS: [(&str, &str); 5] = [
    ("zhengce", "政策文件"),
    ("jiedu", "政策解读"),
    ("tongzhi", "通知公告"),
    ("zhongdian", "重点领域"),
    ("zhongjie", "中介服务事项清单"),
];

const WORDS: [&str; 16] = [
    "许可", "办理", "公示", "材料", "窗口", "时限", "清单", "承诺", "核查", "评审",
    "档案", "登记", "收费", "程序", "监督", "受理",
];

/// How an item is kept from the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hiding {
    OnRequest,
    Never,
    Draft,
    Scheduled,
    Undated,
}

const HIDINGS: [Hiding; 5] =
    [Hiding::OnRequest, Hiding::Never, Hiding::Draft, Hiding::Scheduled, Hiding::Undated];

/// One item: its files, and whether the public may see it.
pub(crate) struct Item {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) hiding: Option<Hiding>,
}

/// The parts of a random portal.
pub(crate) struct Portal {
    pub(crate) items: Vec<Item>,
}

impl Portal {
    /// A portal of up to a dozen items in which no disclosed item refers to a withheld one.
    pub(crate) fn random(random: &mut Random) -> Self {
        let count = 2 + random.below(10);
        let mut disclosed: Vec<String> = Vec::new();
        let mut items = Vec::new();
        for number in 0..count {
            let hiding = random.once_in(3).then(|| *random.pick(&HIDINGS));
            let item = Item::random(random, number, hiding, &disclosed);
            if hiding.is_none() && item.files[0].0.ends_with(".md") {
                disclosed.push(item.files[0].0.clone());
            }
            items.push(item);
        }
        Self { items }
    }

    /// The whole portal as a world.
    pub(crate) fn world(&self) -> MemoryWorld {
        Self::world_of(self.items.iter())
    }

    /// A world of the disclosed items alone.
    pub(crate) fn public_world(&self) -> MemoryWorld {
        Self::world_of(self.items.iter().filter(|item| item.hiding.is_none()))
    }

    /// The default site of the cases with these items.
    fn world_of<'a>(items: impl Iterator<Item = &'a Item>) -> MemoryWorld {
        let mut world = default_world();
        for (path, bytes) in items.flat_map(|item| &item.files) {
            world.insert(SitePath::new(path).unwrap(), bytes.clone());
        }
        world
    }

    /// Changes one file at random: rewrites it, adds one, removes one.
    pub(crate) fn edit(world: &mut MemoryWorld, random: &mut Random) {
        let paths: Vec<SitePath> =
            world.paths().filter(|path| path.as_str().contains("/x-")).cloned().collect();
        match random.below(4) {
            0 if paths.len() > 2 => {
                world.remove(random.pick(&paths));
            }
            1 if !paths.is_empty() => {
                let path = random.pick(&paths).clone();
                let text = format!(
                    "---\n标题: 改过的{}\n公开属性: 主动公开\n---\n",
                    words(random, 3)
                );
                world.insert(path, text.into_bytes());
            }
            _ => {
                let number = 100 + random.below(900);
                let item = Item::random(random, number, None, &[]);
                for (path, bytes) in item.files {
                    world.insert(SitePath::new(&path).unwrap(), bytes);
                }
            }
        }
    }
}

/// The same portal with every page in traditional characters too.
pub(crate) fn with_twins(mut world: MemoryWorld) -> MemoryWorld {
    let path = SitePath::new("disclosure.yaml").unwrap();
    let mut settings = world.read(&path).unwrap();
    settings.extend("\n繁体版: true\n".bytes());
    world.insert(path, settings);
    world
}

/// What a case has without saying so.
pub(crate) fn default_world() -> MemoryWorld {
    let mut world = MemoryWorld::new("2026-09-30".parse().unwrap());
    for (path, text) in repository::files("tests/cases/default", "") {
        let path = path.trim_start_matches("tests/cases/default/");
        world.insert(SitePath::new(path).unwrap(), text.into_bytes());
    }
    world
}

impl Item {
    fn random(
        random: &mut Random,
        number: usize,
        hiding: Option<Hiding>,
        disclosed: &[String],
    ) -> Self {
        let (folder, kind) = *random.pick(&COLUMNS);
        let mut front = front(random, number, hiding);
        let mut body = body(random, number);
        for target in disclosed {
            if random.once_in(3) {
                let target = target.trim_start_matches("content/");
                body.push_str(&format!("\n见[{}](@/{target})。\n", words(random, 2)));
            }
        }
        if let Some(target) = disclosed.first().filter(|_| kind == "政策解读") {
            let target = target.trim_start_matches("content/");
            front.push_str(&format!("解读对象: \"@/{target}\"\n"));
        }
        let stem = format!("content/{folder}/x-{number}");
        let mut files = Vec::new();
        if kind == "中介服务事项清单" {
            front.push_str(&rows(random, number));
            let body = body.lines().map(|line| format!("  {line}\n")).collect::<String>();
            files.push((format!("{stem}.yaml"), format!("{front}正文: |\n{body}")));
        } else if random.once_in(3) {
            front.push_str("附件: [附件.txt]\n");
            files.push((format!("{stem}/index.md"), format!("---\n{front}---\n{body}")));
            files.push((
                format!("{stem}/附件.txt"),
                format!("附件{}\n", words(random, 9)),
            ));
            files.push((format!("{stem}/底稿.txt"), words(random, 20)));
        } else {
            files.push((format!("{stem}.md"), format!("---\n{front}---\n{body}")));
        }
        let files =
            files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        Self { files, hiding }
    }
}

fn front(random: &mut Random, number: usize, hiding: Option<Hiding>) -> String {
    let attribute = match hiding {
        Some(Hiding::OnRequest | Hiding::Undated) => "依申请公开",
        Some(Hiding::Never) => "不予公开",
        _ => "主动公开",
    };
    let mut front =
        format!("标题: 第{number}号{}\n公开属性: {attribute}\n", words(random, 4));
    let (month, day) = (1 + random.below(9), 1 + random.below(28));
    match hiding {
        Some(Hiding::Scheduled) => front.push_str("发布日期: 2027-03-01\n"),
        Some(Hiding::Undated) => {}
        _ => front.push_str(&format!("发布日期: 2026-{month:02}-{day:02}\n")),
    }
    if hiding == Some(Hiding::Draft) {
        front.push_str("草稿: true\n");
    }
    if random.once_in(2) {
        // Withheld items may bear the number of a disclosed one: they claim none.
        let serial = 1 + random.below(5);
        front.push_str(&format!("索引号: 11371002MB0000001E/2026-{serial:05}\n"));
    }
    if hiding.is_some() && random.once_in(2) {
        // Nor do they claim an address, neither their own nor a former one.
        let other = random.below(number.max(1));
        front.push_str(&format!("slug: x-{other}\naliases: [tongzhi/x-{other}.html]\n"));
    }
    if random.once_in(2) {
        let words: Vec<&str> = (0..3).map(|_| *random.pick(&WORDS)).collect();
        front.push_str(&format!("关键词: [{}]\n", words.join(", ")));
    }
    if random.once_in(3) {
        front.push_str(&format!("内容概述: {}。\n", words(random, 8)));
    }
    front
}

fn rows(random: &mut Random, number: usize) -> String {
    let mut rows = "事项:\n".to_owned();
    for row in 0..=random.below(3) {
        let name = words(random, 2);
        rows.push_str(&format!(
            "  - 编号: r-{row}\n    事项名称: {name}\n    联系人: 内部联系{number}号\n"
        ));
    }
    rows
}

fn body(random: &mut Random, number: usize) -> String {
    let mut body = format!("\n第{number}号正文。\n");
    for paragraph in 0..=random.below(3) {
        if random.once_in(3) {
            body.push_str(&format!("\n## {}\n", words(random, 2)));
        }
        body.push_str(&format!("\n{}{paragraph}。\n", words(random, 20)));
    }
    body
}

fn words(random: &mut Random, count: usize) -> String {
    (0..count).map(|_| *random.pick(&WORDS)).collect()
}
