//! The fields that a kind of item adds to the common ones.

use crate::disclosure::kinds::{
    General, Institution, IntermediaryServices, Interpretation, KeyArea, Notice, Policy,
    RuleOfLawReport,
};
use crate::disclosure::{Kind, KindFields};
use crate::tree::Node;
use crate::tree::de::field_names as names;

use super::{Reading, read_struct};

/// The keys of a kind's own fields.
pub(super) fn field_names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Institution => names::<Institution>(),
        Kind::Policy => names::<Policy>(),
        Kind::Interpretation => names::<Interpretation>(),
        Kind::KeyArea => names::<KeyArea>(),
        Kind::IntermediaryServices => names::<IntermediaryServices>(),
        Kind::RuleOfLawReport => names::<RuleOfLawReport>(),
        Kind::Notice => names::<Notice>(),
        Kind::General => names::<General>(),
    }
}

/// Reads a kind's own fields.
pub(super) fn read(kind: Kind, node: Node, reading: &mut Reading) -> Option<KindFields> {
    Some(match kind {
        Kind::Institution => KindFields::Institution(read_struct(reading, node, &[])?),
        Kind::Policy => KindFields::Policy(read_struct(reading, node, &[])?),
        Kind::Interpretation => KindFields::Interpretation(read_struct(reading, node, &[])?),
        Kind::KeyArea => KindFields::KeyArea(read_struct(reading, node, &[])?),
        Kind::IntermediaryServices => {
            KindFields::IntermediaryServices(read_struct(reading, node, &[])?)
        }
        Kind::RuleOfLawReport => KindFields::RuleOfLawReport(read_struct(reading, node, &[])?),
        Kind::Notice => KindFields::Notice(read_struct(reading, node, &[])?),
        Kind::General => KindFields::General(read_struct(reading, node, &[])?),
    })
}
