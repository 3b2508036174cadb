//! Grams of a text, and the grams that cover a query.
//!
//! A gram is two or three characters in a row inside a run of word characters. The index
//! holds all pairs, and those triples that say more than their pairs. `client/query.js` has the
//! twin of [`cover`] and [`plan`].

/// The most positions that one query looks up. Each costs a shard, and after a few of a
/// phrase the next one hardly removes a document.
pub const MOST_POSITIONS: usize = 16;

/// The positions of pairs that are looked up for a run of so many characters, ascending: all
/// of a short run, every second of a longer one, at most eight of a long one. The last pair is
/// always there, so that each end of the run is covered.
#[must_use]
pub fn cover(length: usize) -> Vec<usize> {
    let Some(last) = length.checked_sub(2) else { return Vec::new() };
    let step = match length {
        ..=5 => 1,
        6..=10 => 2,
        _ => last.div_ceil(7),
    };
    (0..last).step_by(step).chain([last]).collect()
}

/// The positions of each run of a query, [`MOST_POSITIONS`] in all.
///
/// Where the covers are too many, the run with the most positions gives one away, the last
/// of several such runs first, until they fit. A run keeps its first and last position and,
/// of those between, evenly spread ones.
#[must_use]
pub fn plan<R: AsRef<[char]>>(runs: &[R]) -> Vec<Vec<usize>> {
    let covers: Vec<Vec<usize>> =
        runs.iter().map(|run| cover(run.as_ref().len())).collect();
    let mut quotas: Vec<usize> = covers.iter().map(Vec::len).collect();
    while quotas.iter().sum::<usize>() > MOST_POSITIONS {
        // `max_by_key` gives the last of equal ones.
        if let Some(longest) = quotas.iter_mut().max_by_key(|quota| **quota) {
            *longest -= 1;
        }
    }
    covers.iter().zip(quotas).map(|(cover, quota)| spread(cover, quota)).collect()
}

/// So many of the positions, evenly spread from the first to the last.
fn spread(cover: &[usize], quota: usize) -> Vec<usize> {
    let last = cover.len().saturating_sub(1);
    let gaps = quota.saturating_sub(1).max(1);
    (0..quota).map(|n| cover[n * last / gaps]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::normalize;
    use super::*;

    fn runs_of(line: &str) -> Vec<String> {
        let (mut buffer, mut found) = (Vec::new(), Vec::new());
        normalize::runs(line, &mut buffer, |run| found.push(run.iter().collect()));
        found
    }

    #[test]
    fn runs_end_at_marks_and_at_spaces_between_words_of_letters() {
        assert_eq!(
            runs_of("山 东 省（2023 年）第 10 号"),
            ["山东省", "2023年", "第10号"]
        );
        assert_eq!(runs_of("open data  ＡＢ c"), ["open", "data", "ab", "c"]);
        assert_eq!(runs_of("㈠總則：⑴適用"), ["一", "总则", "1", "适用"]);
        assert_eq!(runs_of("，。 "), Vec::<String>::new());
    }

    #[test]
    fn a_cover_reaches_both_ends_in_a_few_steps() {
        assert_eq!(cover(0), [0; 0]);
        assert_eq!(cover(1), [0; 0]);
        assert_eq!(cover(2), [0]);
        assert_eq!(cover(5), [0, 1, 2, 3]);
        assert_eq!(cover(6), [0, 2, 4]);
        assert_eq!(cover(7), [0, 2, 4, 5]);
        assert_eq!(cover(10), [0, 2, 4, 6, 8]);
        assert_eq!(cover(11), [0, 2, 4, 6, 8, 9]);
        assert_eq!(cover(40), [0, 6, 12, 18, 24, 30, 36, 38]);
        for length in 2..300 {
            let cover = cover(length);
            assert!(cover.len() <= 8, "{length}: {cover:?}");
            assert!(cover.is_sorted_by(|a, b| a < b), "{length}: {cover:?}");
            assert_eq!(cover.last(), Some(&(length - 2)));
        }
    }

    #[test]
    fn many_runs_share_the_positions() {
        let run = |length: usize| vec!['字'; length];
        assert_eq!(plan(&[run(3), run(1), run(2)]), [vec![0, 1], vec![], vec![0]]);
        let three = plan(&[run(40), run(40), run(40)]);
        assert_eq!(three.iter().map(Vec::len).collect::<Vec<_>>(), [6, 5, 5]);
        assert_eq!(three[0], [0, 6, 12, 24, 30, 38]);
        assert_eq!(three[2], [0, 6, 18, 30, 38]);
        let many = plan(&vec![run(2); 20]);
        assert_eq!(many.iter().map(Vec::len).sum::<usize>(), MOST_POSITIONS);
        assert!(many[0].len() == 1 && many[19].is_empty());
    }
}
