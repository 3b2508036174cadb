//! Merges the runs of a segment and leaves out the triples that say nothing.
//!
//! A triple ABC is kept only if both its pairs are in more than [`threshold`] documents and
//! it is in fewer than either: otherwise the pairs alone tell as much, or their lists are so
//! short that more precision is not worth the bytes. Recall never depends on a triple.

use rayon::prelude::*;

use super::postings::{Pair, Posting, Postings, RowWriter, pairs};

/// Pairs in so many documents or fewer have no triples.
pub(super) fn threshold(docs: u32) -> u32 {
    (docs / 150).max(16)
}

/// The grams of a segment, from those of its runs in order.
pub(super) fn merge(runs: &[Postings]) -> Postings {
    let docs = runs.iter().map(|run| run.docs).sum();
    let mut chars: Vec<u32> = runs.iter().flat_map(|run| &run.chars).copied().collect();
    chars.sort_unstable();
    chars.dedup();
    let runs = placed(runs, &chars);
    let table = Table::new(&runs, chars.len());
    let rows = (0..chars.len())
        .into_par_iter()
        .map_init(
            || Scratch::new(chars.len()),
            |scratch, a| scratch.row(a, &runs, &table, threshold(docs)),
        )
        .collect();
    Postings { docs, chars, rows }
}

/// A run within its segment.
struct Run<'r> {
    postings: &'r Postings,
    /// The number of its first document.
    base: u32,
    /// Its characters' positions among those of the segment.
    chars: Vec<u32>,
}

fn placed<'r>(runs: &'r [Postings], chars: &[u32]) -> Vec<Run<'r>> {
    let mut base = 0;
    let place = |postings: &'r Postings| {
        let at = |c| chars.binary_search(c).expect("all were gathered") as u32;
        let run = Run { postings, base, chars: postings.chars.iter().map(at).collect() };
        base += postings.docs;
        run
    };
    runs.iter().map(place).collect()
}

impl<'r> Run<'r> {
    /// The pairs of a first character, all in positions of the segment.
    fn pairs(&self, a: usize) -> impl Iterator<Item = Pair<'r>> {
        let row: &[u8] = match self.chars.binary_search(&(a as u32)) {
            Ok(at) => &self.postings.rows[at],
            Err(_) => &[],
        };
        pairs(row).map(|pair| Pair { b: self.chars[pair.b as usize], ..pair })
    }
}

/// In how many documents of the segment each pair is.
struct Table {
    /// Where the pairs of a first character begin; one more at the end.
    starts: Vec<usize>,
    /// Second characters, sorted within a row.
    seconds: Vec<u32>,
    dfs: Vec<u32>,
}

impl Table {
    fn new(runs: &[Run<'_>], chars: usize) -> Self {
        let row = |counts: &mut Counts, a: usize| {
            for pair in runs.iter().flat_map(|run| run.pairs(a)) {
                counts.add(pair.b, pair.df);
            }
            counts.drain()
        };
        let rows: Vec<Vec<(u32, u32)>> =
            (0..chars).into_par_iter().map_init(|| Counts::new(chars), row).collect();
        let mut starts = vec![0];
        starts.extend(rows.iter().scan(0, |end, row| {
            *end += row.len();
            Some(*end)
        }));
        let (seconds, dfs) = rows.into_iter().flatten().unzip();
        Self { starts, seconds, dfs }
    }

    fn row(&self, a: usize) -> (&[u32], &[u32]) {
        let row = self.starts[a]..self.starts[a + 1];
        (&self.seconds[row.clone()], &self.dfs[row])
    }
}

/// Numbers added up by position.
struct Counts {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Counts {
    fn new(size: usize) -> Self {
        Self { counts: vec![0; size], touched: Vec::new() }
    }

    fn add(&mut self, at: u32, count: u32) {
        let slot = &mut self.counts[at as usize];
        if *slot == 0 {
            self.touched.push(at);
        }
        *slot += count;
    }

    /// What was added, sorted by position; all counts are zero afterwards.
    fn drain(&mut self) -> Vec<(u32, u32)> {
        self.touched.sort_unstable();
        let counts = &mut self.counts;
        self.touched
            .drain(..)
            .map(|at| (at, std::mem::take(&mut counts[at as usize])))
            .collect()
    }
}

/// What a thread needs to merge rows.
struct Scratch {
    counts: Counts,
    /// For a third character that is kept, where its next posting goes, plus one.
    next: Vec<u32>,
    list: Vec<Posting>,
    writer: RowWriter,
}

/// A pair of one run, and the run's first document.
type Part<'r> = (Pair<'r>, &'r Run<'r>);

impl Scratch {
    fn new(chars: usize) -> Self {
        Self {
            counts: Counts::new(chars),
            next: vec![0; chars],
            list: Vec::new(),
            writer: RowWriter::default(),
        }
    }

    fn row(
        &mut self,
        a: usize,
        runs: &[Run<'_>],
        table: &Table,
        floor: u32,
    ) -> Box<[u8]> {
        let all = runs.iter().flat_map(|run| run.pairs(a).map(move |pair| (pair, run)));
        let mut parts: Vec<Part<'_>> = all.collect();
        // Stable, so that the parts of a pair stay in the order of the runs.
        parts.sort_by_key(|(pair, _)| pair.b);
        for parts in parts.chunk_by(|(x, _), (y, _)| x.b == y.b) {
            self.list.clear();
            for (pair, run) in parts {
                pair.read(run.base, &mut self.list);
            }
            let b = parts[0].0.b;
            self.writer.pair(b, &self.list);
            let df = self.list.len() as u32;
            if df > floor {
                self.triples(parts, &Keep { floor, df, row: table.row(b as usize) });
            }
        }
        self.writer.finish()
    }

    fn triples(&mut self, parts: &[Part<'_>], keep: &Keep<'_>) {
        for (pair, run) in parts {
            let mut triples = pair.triples();
            while let Some((c, df)) = triples.next() {
                self.counts.add(run.chars[c as usize], df);
                triples.skip(df);
            }
        }
        let mut kept = self.counts.drain();
        keep.only(&mut kept);
        if kept.is_empty() {
            return;
        }
        self.gather(parts, &kept);
        let mut list = self.list.as_slice();
        for (c, df) in kept {
            let (own, rest) = list.split_at(df as usize);
            self.writer.triple(c, own);
            self.next[c as usize] = 0;
            list = rest;
        }
    }

    /// The lists of the kept triples, one after the other.
    fn gather(&mut self, parts: &[Part<'_>], kept: &[(u32, u32)]) {
        let mut start = 0;
        for (c, df) in kept {
            self.next[*c as usize] = start + 1;
            start += df;
        }
        self.list.clear();
        self.list.resize(start as usize, (0, 0));
        for (pair, run) in parts {
            let mut triples = pair.triples();
            while let Some((c, df)) = triples.next() {
                let next = &mut self.next[run.chars[c as usize] as usize];
                if *next == 0 {
                    triples.skip(df);
                    continue;
                }
                let start = *next as usize - 1;
                let mut slots = self.list[start..start + df as usize].iter_mut();
                triples.list(df, |doc, impact| {
                    let slot =
                        slots.next().expect("a list has as many entries as it says");
                    *slot = (run.base + doc, impact);
                });
                *next += df;
            }
        }
    }
}

/// Which triples of a pair are kept.
struct Keep<'t> {
    floor: u32,
    /// Documents with AB.
    df: u32,
    /// The row of B in the table, in which the pairs BC are.
    row: (&'t [u32], &'t [u32]),
}

impl Keep<'_> {
    fn only(&self, triples: &mut Vec<(u32, u32)>) {
        let (mut seconds, mut dfs) = self.row;
        triples.retain(|(c, df)| {
            let at = seconds.partition_point(|second| second < c);
            (seconds, dfs) = (&seconds[at..], &dfs[at..]);
            let least = self.df.min(dfs[0]);
            least > self.floor && *df < least
        });
    }
}
