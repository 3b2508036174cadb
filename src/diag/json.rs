//! Findings as JSON, one object a line, for editors and other programs.

use serde::Serialize;

use super::{Excerpt, Finding, Place, Report, Severity, Sources, excerpt, line_column};

#[derive(Serialize)]
struct Line<'f> {
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(flatten)]
    spot: Spot<'f>,
    message: &'f str,
    hints: &'f [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Also<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excerpt: Vec<Excerpt>,
    /// The whole line as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<String>,
}

#[derive(Serialize)]
struct Also<'f> {
    #[serde(flatten)]
    spot: Spot<'f>,
    message: &'f str,
}

/// `line` and `column` count from 1, `column` in characters; absent for a whole file.
#[derive(Serialize)]
struct Spot<'f> {
    path: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

/// The findings of a sorted report, each as one line of JSON.
#[must_use]
pub fn lines(report: &Report, sources: &Sources<'_>) -> String {
    let mut out = String::new();
    for finding in report.findings() {
        let line = line(finding, sources);
        out.push_str(&serde_json::to_string(&line).expect("plain data serialises"));
        out.push('\n');
    }
    out
}

fn line<'f>(finding: &'f Finding, sources: &Sources<'_>) -> Line<'f> {
    let also = finding.also.iter();
    Line {
        severity: finding.severity,
        rule: finding.rule,
        spot: spot(&finding.place, sources),
        message: &finding.message,
        hints: &finding.hints,
        also: also
            .map(|(place, word)| Also { spot: spot(place, sources), message: word })
            .collect(),
        excerpt: sources
            .resolve(&finding.place)
            .map_or_else(Vec::new, |(text, range)| excerpt(&text, &range)),
        mended: sources.mended(finding),
    }
}

fn spot<'f>(place: &'f Place, sources: &Sources<'_>) -> Spot<'f> {
    let path = place.path.as_str();
    let Some((text, range)) = sources.resolve(place) else {
        return Spot { path, line: None, column: None, end_line: None, end_column: None };
    };
    let (line, column) = line_column(&text, range.start);
    let (end_line, end_column) = line_column(&text, range.end);
    Spot {
        path,
        line: Some(line),
        column: Some(column),
        end_line: Some(end_line),
        end_column: Some(end_column),
    }
}
