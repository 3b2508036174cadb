//! What two short texts share, by characters of Han and words of Latin letters and digits.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{MOST_STEPS, Stretch, TwoForms, ends};

/// Compares two texts. A few characters that happen to be the same between two changes are taken as
/// changed too: 「三个工作日」 and 「当场」 read better than what they share by chance.
pub(super) fn compare(old: &str, new: &str) -> TwoForms {
    let (old, new) = (tokens(old), tokens(new));
    let mut forms = Forms { old: Vec::new(), new: Vec::new() };
    for run in merged(runs(&old, &new), &old) {
        forms.push(run, &old, &new);
    }
    TwoForms { old: forms.old, new: forms.new }
}

/// Han characters and marks by themselves, Latin letters and digits by words.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        let end = match first.is_ascii_alphanumeric() {
            true => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// So many tokens of each text, the same or not.
#[derive(Debug, Clone, Copy)]
struct Run {
    same: bool,
    old: (usize, usize),
    new: (usize, usize),
}

impl Run {
    /// The tokens of the longer side.
    fn length(&self) -> usize {
        (self.old.1 - self.old.0).max(self.new.1 - self.new.0)
    }
}

fn runs(old: &[&str], new: &[&str]) -> Vec<Run> {
    let (start, end) = ends(old, new);
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let mut runs = vec![Run { same: true, old: (0, start), new: (0, start) }];
    let (a, b) = (&old[start..old_end], &new[start..new_end]);
    if a.len().saturating_mul(b.len()) > MOST_STEPS {
        runs.push(Run { same: false, old: (start, old_end), new: (start, new_end) });
    } else {
        runs.extend(capture_diff_slices(Algorithm::Myers, a, b).iter().map(|op| {
            let (of_old, of_new) = (op.old_range(), op.new_range());
            Run {
                same: matches!(op, DiffOp::Equal { .. }),
                old: (start + of_old.start, start + of_old.end),
                new: (start + of_new.start, start + of_new.end),
            }
        }));
    }
    runs.push(Run { same: true, old: (old_end, old.len()), new: (new_end, new.len()) });
    runs.retain(|run| run.length() > 0);
    runs
}

/// Takes what is the same by chance into the changes around it, until nothing more is.
fn merged(mut runs: Vec<Run>, old: &[&str]) -> Vec<Run> {
    join(&mut runs);
    loop {
        let chance = (1..runs.len().saturating_sub(1)).find(|at| {
            let run = runs[*at];
            let short = run.length() <= runs[at - 1].length().min(runs[at + 1].length());
            let word = |token: &&str| token.len() > 1 && token.is_ascii();
            run.same
                && (short || run.length() == 1)
                && !old[run.old.0..run.old.1].iter().any(word)
        });
        let Some(at) = chance else { return runs };
        runs[at].same = false;
        join(&mut runs);
    }
}

/// Joins neighbours that are alike.
fn join(runs: &mut Vec<Run>) {
    runs.dedup_by(|next, before| {
        let alike = next.same == before.same;
        if alike {
            before.old.1 = next.old.1;
            before.new.1 = next.new.1;
        }
        alike
    });
}

struct Forms {
    old: Vec<Stretch>,
    new: Vec<Stretch>,
}

impl Forms {
    fn push(&mut self, run: Run, old: &[&str], new: &[&str]) {
        for (list, tokens, (from, to)) in
            [(&mut self.old, old, run.old), (&mut self.new, new, run.new)]
        {
            if from < to {
                list.push(Stretch { text: tokens[from..to].concat(), own: !run.same });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `甲[乙]丙` for what is an edition's own.
    fn marked(list: &[Stretch]) -> String {
        let mark = |stretch: &Stretch| match stretch.own {
            true => format!("[{}]", stretch.text),
            false => stretch.text.clone(),
        };
        list.iter().map(mark).collect()
    }

    #[test]
    fn what_changed_reads_as_a_person_would_mark_it() {
        for (old, new, old_marked, new_marked) in [
            ("15个工作日", "10个工作日", "[15]个工作日", "[10]个工作日"),
            ("甲乙", "甲乙", "甲乙", "甲乙"),
            ("", "甲", "", "[甲]"),
            ("甲", "", "[甲]", ""),
            (
                "专窗应当在三个工作日内答复。",
                "专窗应当当场答复。",
                "专窗应当[在三个工作日内]答复。",
                "专窗应当[当场]答复。",
            ),
            ("委托、校审、交付", "委托、交付", "委托、[校审、]交付", "委托、交付"),
            ("天上", "地下", "[天上]", "[地下]"),
            // One character in the middle that both have by chance.
            ("收费不高的机构", "价格不同者优先", "[收费不高的机构]", "[价格不同者优先]"),
        ] {
            let forms = compare(old, new);
            assert_eq!(marked(&forms.old), old_marked);
            assert_eq!(marked(&forms.new), new_marked);
        }
    }

    #[test]
    fn each_form_is_its_text() {
        let old: String = "甲乙丙丁戊1.5-2 a己".repeat(30);
        let new: String = "甲丙丁x戊1.5-3 a己庚".repeat(28);
        let forms = compare(&old, &new);
        let text = |list: &[Stretch]| list.iter().map(|s| &*s.text).collect::<String>();
        assert_eq!((text(&forms.old), text(&forms.new)), (old, new));
        let same = |list: &[Stretch]| {
            let same = list.iter().filter(|s| !s.own).map(|s| s.text.clone());
            same.collect::<String>()
        };
        assert_eq!(same(&forms.old), same(&forms.new));
        assert!(!same(&forms.old).is_empty());
    }

    #[test]
    fn texts_too_long_and_too_different_share_only_their_ends() {
        let old: String = format!("始{}终", "甲乙".repeat(1_500));
        let new: String = format!("始{}终", "丙甲".repeat(1_500));
        let forms = compare(&old, &new);
        assert_eq!(forms.old.len(), 3);
        assert_eq!(forms.old[0], Stretch { text: "始".to_owned(), own: false });
    }
}
