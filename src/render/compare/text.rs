//! Two texts compared, paragraph by paragraph.

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{MOST_STEPS, TwoForms, ends, words};

/// So alike must two paragraphs be to be two forms of one: the share of pairs of neighbouring characters that
/// both have.
const ALIKE: f32 = 0.4;

/// A paragraph of one edition or of both.
#[derive(Debug, PartialEq)]
pub(in crate::render) enum Passage {
    /// It stands in both, by its position in the new one.
    Same(usize),
    /// It stands in both, in two forms.
    Changed(TwoForms),
    /// Only the old one has it, by its position there.
    Gone(usize),
    /// Only the new one has it.
    Fresh(usize),
}

/// Compares two texts, given as their paragraphs.
pub(in crate::render) fn passages(old: &[String], new: &[String]) -> Vec<Passage> {
    let mut ids: FxHashMap<&str, u32> = FxHashMap::default();
    let mut number = |text| {
        let next =
            u32::try_from(ids.len()).expect("a text has fewer than 2^32 paragraphs");
        *ids.entry(text).or_insert(next)
    };
    let a: Vec<u32> = old.iter().map(|text| number(text.as_str())).collect();
    let b: Vec<u32> = new.iter().map(|text| number(text.as_str())).collect();
    let (start, end) = ends(&a, &b);
    let (old_end, new_end) = (a.len() - end, b.len() - end);
    let mut texts = Texts { old, new, done: (0..start).map(Passage::Same).collect() };
    let (a, b) = (&a[start..old_end], &b[start..new_end]);
    if a.len().saturating_mul(b.len()) > MOST_STEPS {
        texts.replaced((start, old_end), (start, new_end));
    } else {
        for op in capture_diff_slices(Algorithm::Patience, a, b) {
            let (of_old, of_new) = (op.old_range(), op.new_range());
            if let DiffOp::Equal { .. } = op {
                texts.done.extend(of_new.map(|at| Passage::Same(start + at)));
                continue;
            }
            let shift =
                |range: std::ops::Range<usize>| (start + range.start, start + range.end);
            texts.replaced(shift(of_old), shift(of_new));
        }
    }
    texts.done.extend((new_end..new.len()).map(Passage::Same));
    texts.done
}

struct Texts<'t> {
    old: &'t [String],
    new: &'t [String],
    done: Vec<Passage>,
}

impl Texts<'_> {
    /// Tells of paragraphs in whose place others stand: which is another form of which.
    fn replaced(&mut self, old: (usize, usize), new: (usize, usize)) {
        let pairs = pairs(&self.old[old.0..old.1], &self.new[new.0..new.1]);
        let (mut at_old, mut at_new) = (old.0, new.0);
        let last = (old.1 - old.0, new.1 - new.0);
        for (a, b) in pairs.into_iter().chain([last]) {
            let (a, b) = (old.0 + a, new.0 + b);
            self.done.extend((at_old..a).map(Passage::Gone));
            self.done.extend((at_new..b).map(Passage::Fresh));
            if a < old.1 && b < new.1 {
                let forms = words::compare(&self.old[a], &self.new[b]);
                self.done.push(Passage::Changed(forms));
            }
            (at_old, at_new) = (a + 1, b + 1);
        }
    }
}

/// Which old paragraphs go on in which new ones, in order: of all ways the one in which most of the
/// words are kept. None where looking would take too long.
fn pairs(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let size = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    let work = size(old).saturating_mul(new.len()) + size(new).saturating_mul(old.len());
    if old.is_empty() || new.is_empty() || work > 10 * MOST_STEPS {
        return Vec::new();
    }
    let (a, b): (Vec<_>, Vec<_>) = (
        old.iter().map(|text| grams(text)).collect(),
        new.iter().map(|text| grams(text)).collect(),
    );
    let wide = b.len() + 1;
    // The best that the paragraphs from (i, j) on can give.
    let mut best = vec![0.0_f32; (a.len() + 1) * wide];
    let mut alike = vec![0.0_f32; a.len() * b.len()];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let share = share(&a[i], &b[j]);
            alike[i * b.len() + j] = share;
            let skip = best[(i + 1) * wide + j].max(best[i * wide + j + 1]);
            let pair =
                if share < ALIKE { 0.0 } else { share + best[(i + 1) * wide + j + 1] };
            best[i * wide + j] = skip.max(pair);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let here = best[i * wide + j];
        if here <= best[(i + 1) * wide + j] {
            i += 1;
        } else if here <= best[i * wide + j + 1] {
            j += 1;
        } else {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs
}

/// The pairs of neighbouring characters of a text, sorted.
fn grams(text: &str) -> Vec<(char, char)> {
    let chars = text.chars().filter(|c| !c.is_whitespace());
    let mut grams: Vec<_> = chars.clone().zip(chars.skip(1)).collect();
    grams.sort_unstable();
    grams
}

/// Twice the pairs that both have, by the pairs of both.
#[expect(clippy::cast_precision_loss, reason = "a share, not a count")]
fn share(a: &[(char, char)], b: &[(char, char)]) -> f32 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { (2 * both) as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line a passage: `=` in both, `~` in two forms, `-` and `+` in one.
    fn told(old: &[String], new: &[String]) -> Vec<String> {
        let text = |list: &[super::super::Stretch]| {
            list.iter().map(|stretch| stretch.text.as_str()).collect::<String>()
        };
        let told = passages(old, new).into_iter().map(|passage| match passage {
            Passage::Same(at) => format!("={}", new[at]),
            Passage::Changed(forms) => {
                format!("~{}>{}", text(&forms.old), text(&forms.new))
            }
            Passage::Gone(at) => format!("-{}", old[at]),
            Passage::Fresh(at) => format!("+{}", new[at]),
        });
        told.collect()
    }

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn paragraphs_go_on_in_those_that_keep_most_of_their_words() {
        let old = list(&["总则", "甲方应当三日内答复", "乙方承担费用", "附则"]);
        let new = list(&["总则", "另设一岗", "乙方承担全部费用", "附则"]);
        assert_eq!(
            told(&old, &new),
            [
                "=总则",
                "-甲方应当三日内答复",
                "+另设一岗",
                "~乙方承担费用>乙方承担全部费用",
                "=附则"
            ]
        );
        assert_eq!(
            told(&old, &old).join(""),
            "=总则=甲方应当三日内答复=乙方承担费用=附则"
        );
        assert_eq!(told(&[], &list(&["甲"])), ["+甲"]);
        assert_eq!(told(&list(&["甲"]), &[]), ["-甲"]);
        assert_eq!(told(&[], &[]), Vec::<String>::new());
    }

    /// A new clause in the middle moves the numbers of those after it, not the clauses.
    #[test]
    fn a_clause_that_came_in_does_not_upset_the_others() {
        let clause = |number: &str, text: &str| format!("第{number}条 {text}");
        let old =
            [clause("一", "窗口负责收件和登记"), clause("二", "科室负责审查和决定")];
        let new = [
            clause("一", "窗口负责收件和登记"),
            clause("二", "投诉由办公室受理"),
            clause("三", "科室负责审查和决定"),
        ];
        assert_eq!(
            told(&old, &new),
            [
                "=第一条 窗口负责收件和登记",
                "+第二条 投诉由办公室受理",
                "~第二条 科室负责审查和决定>第三条 科室负责审查和决定"
            ]
        );
    }

    #[test]
    fn every_paragraph_is_told_once_whatever_the_length() {
        for (count, step) in [(40, 3), (2_100, 1)] {
            let text = |at: usize| format!("第{at}段说的是第{at}件事");
            let old: Vec<String> = (0..count).map(text).collect();
            let new: Vec<String> =
                (0..count).map(|at| text(at * step + 1_000_000)).collect();
            let told = passages(&old, &new);
            let of = |is: fn(&Passage) -> bool| told.iter().filter(|p| is(p)).count();
            let both = of(|p| matches!(p, Passage::Same(_) | Passage::Changed(_)));
            assert_eq!(both + of(|p| matches!(p, Passage::Gone(_))), count);
            assert_eq!(both + of(|p| matches!(p, Passage::Fresh(_))), count);
        }
    }
}
