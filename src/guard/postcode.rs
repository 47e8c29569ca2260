//! Whole postcodes: Royal Mail's Programmers' Guide to the Postcode Address File, and BS 7666. The outward code is one of
//! A9, A99, AA9, AA99, A9A and AA9A with an area that exists; the inward code is a digit and two letters, none of them C, I,
//! K, M, O or V. The outward code alone names a district, not a house, and passes.

use super::words::{after, before};
use super::{Kind, Match, Prepared};

/// The postcode areas, with those of the Crown dependencies, of the forces (BF) and of large companies (BX).
const AREAS: &str = " AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E \
EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG \
NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA \
WC WD WF WN WR WS WV YO ZE ";

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for group in text.chains.iter().flatten() {
        found.extend(ending_with(text.text, group.end - 1));
    }
}

/// Returns the postcode whose inward code begins with the digit here.
fn ending_with(text: &str, digit: usize) -> Option<Match> {
    let inward = text.get(digit + 1..digit + 3)?;
    let clear = after(text, digit + 3).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    if !clear
        || !inward
            .bytes()
            .all(|byte| b"ABDEFGHJLNPQRSTUWXYZ".contains(&byte.to_ascii_uppercase()))
    {
        return None;
    }
    let gap = text[..digit].len() - text[..digit].trim_end_matches([' ', '-', '+', '_']).len();
    let end = digit - gap.min(3);
    if gap > 3 {
        return None;
    }
    let length = text[..end]
        .bytes()
        .rev()
        .take(5)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let outward = text
        .get(end - length..end)
        .filter(|_| (2..=4).contains(&length))?;
    if before(text, end - length).is_some_and(|byte| matches!(byte, b'.' | b'&' | b'#')) {
        return None;
    }
    let ordinal = ["1st", "2nd", "3rd"].contains(&&text[digit..digit + 3]) || inward == "th";
    let shouted = outward.bytes().any(|byte| byte.is_ascii_uppercase());
    // "M6 1st exit" is a road and a count; and letters that change their size within one code are two words.
    let mixed = inward.bytes().any(|byte| byte.is_ascii_lowercase()) && shouted;
    if (ordinal && shouted) || (mixed && gap == 0) || !is_outward(&outward.to_ascii_uppercase()) {
        return None;
    }
    Some(Match {
        kind: Kind::Postcode,
        range: end - length..digit + 3,
    })
}

/// Returns whether an outward code is one by the grammar.
fn is_outward(code: &str) -> bool {
    if code == "GIR" {
        return true;
    }
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let (area, district) = code.split_at(letters);
    let known = (1..=2).contains(&letters) && AREAS.split(' ').any(|one| one == area);
    let (third, fourth) = (b"ABCDEFGHJKPSTUW", b"ABEHMNPRVWXY");
    let fits = match district.as_bytes() {
        [b'0'..=b'9'] => true,
        [b'1'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'9', last] if letters == 1 => third.contains(last),
        [b'1'..=b'9', last] => fourth.contains(last),
        _ => false,
    };
    known && fits
}
