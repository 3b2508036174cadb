//! The address of a page as a QR code: an SVG of one path, made when the page is.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder, QRCode};

/// The bright edge that a reader of codes needs, in squares.
const EDGE: usize = 4;

/// The code of an address, black on white in every dress of the page. Empty where an address is
/// longer than any code holds.
///
/// A square is one unit; a row of dark squares is one stroke, and each stroke is written from where the
/// one before ended, which packs to half of what rectangles take.
pub(super) fn code(address: &str) -> String {
    let Ok(code) = QRBuilder::new(address).ecl(ECL::M).build() else {
        return String::new();
    };
    let side = code.size + 2 * EDGE;
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"本页网址的二维码\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path stroke=\"#000\" d=\"{}\"/></svg>",
        strokes(&code)
    )
}

/// The dark squares as strokes of one unit's width.
fn strokes(code: &QRCode) -> String {
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let (mut x, mut pen) = (0, None);
        while x < code.size {
            let dark = row[x..].iter().take_while(|square| square.value()).count();
            if dark > 0 {
                let _ = match pen {
                    Some(end) => write!(path, "m{} 0h{dark}", x - end),
                    None => write!(path, "M{} {}.5h{dark}", x + EDGE, y + EDGE),
                };
                pen = Some(x + dark);
            }
            x += dark + 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{EDGE, code};
    use fast_qr::{ECL, QRBuilder};

    /// Paints the strokes of a path again.
    fn painted(svg: &str, side: usize) -> Vec<Vec<bool>> {
        let path = svg.rsplit_once(" d=\"").unwrap().1.split('"').next().unwrap();
        let mut squares = vec![vec![false; side]; side];
        let (mut x, mut y) = (0, 0);
        for part in path
            .split_inclusive(|c: char| "Mmh".contains(c))
            .collect::<Vec<_>>()
            .windows(2)
        {
            let number = part[1].trim_end_matches(['M', 'm', 'h']);
            match part[0].chars().last().unwrap() {
                'M' => {
                    let (left, top) = number.split_once(' ').unwrap();
                    (x, y) = (
                        left.parse().unwrap(),
                        top.trim_end_matches(".5").parse().unwrap(),
                    );
                }
                'm' => x += number.strip_suffix(" 0").unwrap().parse::<usize>().unwrap(),
                _ => {
                    let end = x + number.parse::<usize>().unwrap();
                    squares[y][x..end].fill(true);
                    x = end;
                }
            }
        }
        squares
    }

    #[test]
    fn the_path_paints_the_code() {
        let address = "https://www.example.gov.cn/xxgk/zhengce/kuayu-2023.html";
        let svg = code(address);
        let own = QRBuilder::new(address).ecl(ECL::M).build().unwrap();
        let squares = painted(&svg, own.size + 2 * EDGE);
        for y in 0..own.size {
            for x in 0..own.size {
                assert_eq!(squares[y + EDGE][x + EDGE], own[y][x].value(), "{x} {y}");
            }
        }
        let dark = squares.iter().flatten().filter(|&&dark| dark).count();
        let own = own.data.iter().filter(|square| square.value()).count();
        assert_eq!(dark, own, "nothing is dark outside of the code");
    }

    #[test]
    fn an_address_that_no_code_holds_has_none() {
        assert_eq!(code(&"长".repeat(2000)), "");
    }
}
