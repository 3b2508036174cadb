//! How characters sound: toneless pinyin, with both readings where a character has two that
//! people use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

/// The most spellings of one kind that a term gets; a term of polyphones would else have dozens.
const SPELLINGS: usize = 4;

/// Characters with more than one reading in everyday words and place names. The dictionary
/// behind [`ToPinyin`] gives second readings for a third of all common characters, nearly all of
/// them from classical texts (化 as huo, 事 as zi): they would double the files and lead
/// nowhere, so that only these get more than the first.
const POLYPHONES: &str = "\
    重zhong,chong 长chang,zhang 行xing,hang 会hui,kuai 单dan,shan 调diao,tiao 还hai,huan \
    参can,shen,cen 乐le,yue 都dou,du 车che,ju 省sheng,xing 校xiao,jiao 率lv,shuai \
    传chuan,zhuan 系xi,ji 度du,duo 解jie,xie 地di,de 得de,dei 的de,di 了le,liao 着zhe,zhuo,zhao \
    角jiao,jue 觉jue,jiao 给gei,ji 便bian,pian 降jiang,xiang 藏cang,zang 石shi,dan 厦sha,xia \
    弹dan,tan 宿su,xiu 薄bo,bao 血xue,xie 露lu,lou 落luo,la 盛sheng,cheng 朝chao,zhao \
    模mo,mu 没mei,mo 卡ka,qia 差cha,chai 圈quan,juan 称cheng,chen 区qu,ou 什shen,shi 尉wei,yu \
    巷xiang,hang 拓tuo,ta 畜xu,chu 削xue,xiao 粘zhan,nian 堡bao,bu,pu 六liu,lu 番fan,pan \
    蚌beng,bang 莘xin,shen 曾ceng,zeng 贾jia,gu 铅qian,yan 泌mi,bi 漯luo,ta 牟mou,mu 歙she,xi \
    核he,hu 泊bo,po 柏bai,bo 剥bo,bao 纤xian,qian 提ti,di 壳ke,qiao 塞sai,se 杉shan,sha \
    熟shu,shou 绿lv,lu 弄nong,long 吁yu,xu 钥yao,yue 幢zhuang,chuang 勒le,lei 埋mai,man \
    曝pu,bao 大da,dai 说shuo,shui 伺si,ci 恶e,wu 奇qi,ji 刹sha,cha 朴pu,piao 仇chou,qiu \
    盖gai,ge 秘mi,bi 冠guan 隆long 洗xi,xian 尺chi 炮pao 屏ping,bing 强qiang,jiang";

/// [`POLYPHONES`], ready to be asked.
static LISTED: LazyLock<FxHashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let entries = POLYPHONES.split_ascii_whitespace();
    let pairs = entries.filter_map(|entry| {
        let mut rest = entry.chars();
        Some((rest.next()?, rest.as_str().split(',').collect()))
    });
    pairs.collect()
});

/// The readings of a character, the usual one first; none for what is not Chinese.
pub(super) fn readings(c: char) -> Vec<&'static str> {
    if c.is_ascii() {
        return Vec::new();
    }
    if let Some(list) = LISTED.get(&c) {
        return list.clone();
    }
    let sound = c.to_pinyin().map(|sound| letters(sound.plain()));
    let typed = |sound: &&str| sound.bytes().all(|byte| byte.is_ascii_lowercase());
    sound.filter(typed).into_iter().collect()
}

/// The dictionary writes ü; on keyboards it is v.
fn letters(sound: &'static str) -> &'static str {
    match sound {
        "nü" => "nv",
        "lü" => "lv",
        "nüe" => "nve",
        "lüe" => "lve",
        _ => sound,
    }
}

/// The letters with which typing a text may begin, at most `depth` of them: its full pinyin
/// and its initials, once for each reading of a polyphone, up to [`SPELLINGS`] of a kind.
/// Latin letters and digits stand for themselves; a text that begins with neither has none.
pub(super) fn spellings(text: &[char], depth: usize) -> Vec<String> {
    let mut all = spelled(text, depth, |reading| reading);
    all.extend(spelled(text, depth, |reading| &reading[..1]));
    all.sort_unstable();
    all.dedup();
    all
}

fn spelled(text: &[char], depth: usize, part: fn(&str) -> &str) -> Vec<String> {
    let mut open = vec![String::new()];
    for &c in text {
        let sounds = if c.is_ascii_alphanumeric() {
            vec![String::from(c)]
        } else {
            readings(c).into_iter().map(|reading| part(reading).to_owned()).collect()
        };
        if sounds.is_empty() || open.iter().all(|letters| letters.len() >= depth) {
            break;
        }
        open = open
            .iter()
            .flat_map(|start| sounds.iter().map(move |sound| format!("{start}{sound}")))
            .take(SPELLINGS)
            .collect();
    }
    open.iter_mut().for_each(|letters| letters.truncate(depth));
    open.retain(|letters| !letters.is_empty());
    open
}

/// The text of `pinyin.txt`: a line a syllable, the syllable and then its characters, both in
/// order. Takes characters as they come, the most useful first, while the file stays within
/// `limit` bytes.
pub(super) fn write_table(
    characters: impl Iterator<Item = char>,
    limit: usize,
) -> String {
    let mut lines: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    let mut size = 0;
    for c in characters {
        for reading in readings(c) {
            let new_line =
                if lines.contains_key(reading) { 0 } else { reading.len() + 1 };
            if size + new_line + c.len_utf8() > limit {
                continue;
            }
            size += new_line + c.len_utf8();
            lines.entry(reading).or_default().push(c);
        }
    }
    let mut out = String::with_capacity(size);
    for (reading, mut characters) in lines {
        characters.sort_unstable();
        characters.dedup();
        out.push_str(reading);
        out.extend(characters);
        out.push('\n');
    }
    out
}

/// What `pinyin.txt` says, read back.
#[derive(Debug, Default)]
pub(super) struct Table(FxHashMap<char, Vec<String>>);

impl Table {
    /// Reads the file; a line without letters says nothing.
    pub(super) fn parse(text: &str) -> Self {
        let mut readings: FxHashMap<char, Vec<String>> = FxHashMap::default();
        for line in text.lines() {
            let characters = line.trim_start_matches(|c: char| c.is_ascii_lowercase());
            let reading = &line[..line.len() - characters.len()];
            if reading.is_empty() {
                continue;
            }
            for c in characters.chars() {
                readings.entry(c).or_default().push(reading.to_owned());
            }
        }
        Self(readings)
    }

    /// The readings of a character, in the order of the alphabet.
    pub(super) fn of(&self, c: char) -> &[String] {
        self.0.get(&c).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn terms_are_typed_in_full_and_by_initials() {
        assert_eq!(spellings(&chars("医疗器械"), 6), ["yiliao", "ylqx"]);
        assert_eq!(spellings(&chars("12345热线"), 6), ["12345r"]);
        assert_eq!(
            spellings(&chars("女性"), 6),
            ["nvxing", "nx"].map(|s| &s[..s.len().min(6)])
        );
        assert!(spellings(&chars("𠀋"), 6).len() <= 2);
    }

    #[test]
    fn both_readings_of_a_polyphone_count_and_are_bounded() {
        assert_eq!(spellings(&chars("重庆"), 6), ["chongq", "cq", "zhongq", "zq"]);
        assert!(spellings(&chars("重重重重重重"), 6).len() <= 2 * SPELLINGS);
    }

    #[test]
    fn the_table_is_read_as_it_was_written() {
        let text = write_table("重公积金基重".chars(), 1000);
        assert_eq!(text, "chong重\ngong公\nji基积\njin金\nzhong重\n");
        let table = Table::parse(&text);
        assert_eq!(table.of('重'), ["chong", "zhong"]);
        assert!(table.of('省').is_empty());
    }

    #[test]
    fn the_table_keeps_its_limit_and_the_first_characters() {
        let many = ('\u{4e00}'..'\u{9fa5}').filter(|c| !readings(*c).is_empty());
        let text = write_table("公积金".chars().chain(many), 500);
        assert!((480..=500).contains(&text.len()), "{}", text.len());
        assert!(!Table::parse(&text).of('积').is_empty());
    }
}
