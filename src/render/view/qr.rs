//! The address of a page as a QR code: an SVG of one path, made when the page is.

use std::fmt::Write as _;

use qrcodegen::{DataTooLong, Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The bright edge that a reader of codes needs, in squares.
const EDGE: i32 = 4;

/// The pattern laid over the squares so that no large place is of one colour: a chequerboard.
const MASK: u8 = 0;

/// The code of an address, black on white in every dress of the page. Empty where an address is
/// longer than any code holds.
///
/// A square is one unit; a row of dark squares is one stroke, and each stroke is written from where the
/// one before ended, which packs to half of what rectangles take.
pub(super) fn code(address: &str) -> String {
    let Ok(code) = encoded(address) else { return String::new() };
    let side = code.size() + 2 * EDGE;
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"本页网址的二维码\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path stroke=\"#000\" d=\"{}\"/></svg>",
        strokes(&code)
    )
}

/// The squares of an address; an error where it is longer than any code holds.
///
/// Every reader takes every mask. Trying all of them for the evenest picture, as the standard
/// has it for codes on any ground, is four fifths of the time of a code; here a code always
/// stands dark on bright, sharp, and with its edge.
fn encoded(address: &str) -> Result<QrCode, DataTooLong> {
    let (least, most) = (Version::MIN, Version::MAX);
    let segments = QrSegment::make_segments(address);
    let mask = Some(Mask::new(MASK));
    QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        least,
        most,
        mask,
        false,
    )
}

/// The dark squares as strokes of one unit's width.
fn strokes(code: &QrCode) -> String {
    let mut path = String::new();
    let side = code.size();
    for y in 0..side {
        let (mut x, mut pen) = (0, None);
        while x < side {
            let dark = (x..side).take_while(|&x| code.get_module(x, y)).count() as i32;
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
    use super::{EDGE, code, encoded};

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

    /// What a reader of codes makes of the picture, four dots a square.
    fn read(squares: &[Vec<bool>]) -> String {
        let side = squares.len() * 4;
        let dot = |x: usize, y: usize| if squares[y / 4][x / 4] { 0 } else { 255 };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, dot);
        let codes = picture.detect_grids();
        assert_eq!(codes.len(), 1);
        codes[0].decode().unwrap().1
    }

    #[test]
    fn the_path_paints_the_code_and_readers_read_it() {
        let long =
            format!("https://www.example.gov.cn/xxgk/{}.html", "kuayu-2023/".repeat(30));
        for address in [
            "https://www.example.gov.cn/xxgk/zhengce/kuayu-2023.html",
            "http://a/",
            &long,
        ] {
            let svg = code(address);
            let own = encoded(address).unwrap();
            let squares = painted(&svg, usize::try_from(own.size() + 2 * EDGE).unwrap());
            for (y, row) in (-EDGE..).zip(&squares) {
                for (x, &square) in (-EDGE..).zip(row) {
                    assert_eq!(square, own.get_module(x, y), "{x} {y}");
                }
            }
            assert_eq!(read(&squares), address);
        }
    }

    #[test]
    fn an_address_that_no_code_holds_has_none() {
        assert_eq!(code(&"长".repeat(2000)), "");
    }
}
