//! Components of structs (SPEC.md 2.7).

use super::name::{check_name, check_unit};
use crate::v2::bytes::{u8_at, u16_at, u32_at};
use crate::v2::error::ErrorKind;
use crate::v2::fault::{ComponentFault, TextFault};
use crate::v2::kind::{ComponentKind, ComponentType};
use crate::v2::layout::component;

/// One value of a struct: what it is, and where it is in the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its unit; empty where there is none.
    pub unit: &'a str,
    /// Its type.
    pub component_type: ComponentType,
    /// Its kind.
    pub kind: ComponentKind,
    /// Its offset in the slot.
    pub offset: u32,
    /// Its width in bytes.
    pub width: u32,
}

impl<'a> Component<'a> {
    /// What the attribute says (F2-COMPONENT).
    pub(super) fn parse(value: &'a [u8]) -> Result<Component<'a>, ComponentFault> {
        let Some((header, texts)) = value.split_first_chunk::<{ component::NAME }>() else {
            return Err(ComponentFault::Length { found: value.len() });
        };
        let code = u8_at(header, component::TYPE);
        let component_type = ComponentType::of(code).ok_or(ComponentFault::Type { found: code })?;
        let width = u32_at(header, component::WIDTH);
        if component_type.width().map_or(width == 0, |of_type| width as usize != of_type) {
            return Err(ComponentFault::Width { found: width });
        }
        let code = u8_at(header, component::KIND);
        let kind = ComponentKind::of(code).ok_or(ComponentFault::Kind { found: code })?;
        let need = usize::from(u16_at(header, component::NAME_LENGTH));
        let cut = TextFault::Cut { need, have: texts.len() };
        let (name, unit) = texts.split_at_checked(need).ok_or(ComponentFault::Name(cut))?;
        check_name(name).map_err(ComponentFault::Name)?;
        check_unit(unit).map_err(ComponentFault::Unit)?;
        Ok(Component {
            // Just checked: neither is ill-formed.
            name: core::str::from_utf8(name).unwrap_or_default(),
            unit: core::str::from_utf8(unit).unwrap_or_default(),
            component_type,
            kind,
            offset: u32_at(header, component::OFFSET),
            width,
        })
    }

    /// Where it ends in the slot.
    pub const fn end(&self) -> u64 {
        self.offset as u64 + self.width as u64
    }

    /// F2-COMPONENT-PLACE, in a slot of that width and behind a component that ends at `least`.
    pub(super) fn check_place(&self, least: u64, slot: u32) -> Result<(), ErrorKind> {
        let Component { offset, width, .. } = *self;
        let alignment = self.component_type.width().unwrap_or(1);
        let aligned = (offset as usize).is_multiple_of(alignment);
        if aligned && u64::from(offset) >= least && self.end() <= slot.into() {
            return Ok(());
        }
        Err(ErrorKind::ComponentPlace { offset, width, least, slot })
    }
}
