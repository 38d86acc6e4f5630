//! Codes of families: kinds, value types, aggregates, component types (SPEC.md 2.5 and 2.7).

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum $name {
            $($(#[$variant_doc])* $variant = $code,)+
        }

        impl $name {
            /// The one with this code in a file, if that is known.
            pub const fn of(code: u8) -> Option<$name> {
                match code {
                    $($code => Some($name::$variant),)+
                    _ => None,
                }
            }

            /// Its code in a file.
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// Its name in SPEC.md and in decoded files.
            pub const fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    /// What a family's series are.
    Kind {
        /// Only grows.
        Counter = 1 "counter",
        /// Goes up and down.
        Gauge = 2 "gauge",
        /// UTF-8.
        Text = 3 "text",
        /// A distribution.
        Histogram = 4 "histogram",
        /// Several values that change together.
        Struct = 5 "struct",
        /// What happened lately.
        Window = 6 "window",
    }
}

codes! {
    /// What a value is made of.
    ValueType {
        /// An unsigned integer.
        U64 = 1 "u64",
        /// A signed integer.
        I64 = 2 "i64",
        /// A float.
        F64 = 3 "f64",
        /// True or false.
        Bool = 4 "bool",
        /// A slot of bytes.
        Bytes = 5 "bytes",
    }
}

codes! {
    /// What a sum over the files of one application is.
    Aggregate {
        /// All together.
        Sum = 1 "sum",
        /// The smallest.
        Min = 2 "min",
        /// The greatest.
        Max = 3 "max",
        /// That of the file created last.
        Last = 4 "last",
        /// None: one for each file.
        Each = 5 "each",
    }
}

codes! {
    /// The type of a component of a struct.
    ComponentType {
        /// An unsigned integer of 64 bits.
        U64 = 1 "u64",
        /// A signed integer of 64 bits.
        I64 = 2 "i64",
        /// A float of 64 bits.
        F64 = 3 "f64",
        /// True or false, one byte.
        Bool = 4 "bool",
        /// UTF-8 up to the first NUL.
        Text = 5 "text",
        /// An unsigned integer of 32 bits.
        U32 = 6 "u32",
        /// A signed integer of 32 bits.
        I32 = 7 "i32",
        /// An unsigned integer of 16 bits.
        U16 = 8 "u16",
        /// A signed integer of 16 bits.
        I16 = 9 "i16",
        /// An unsigned byte.
        U8 = 10 "u8",
        /// A signed byte.
        I8 = 11 "i8",
        /// A float of 32 bits.
        F32 = 12 "f32",
    }
}

codes! {
    /// What a component of a struct is.
    ComponentKind {
        /// Only grows.
        Counter = 1 "counter",
        /// Goes up and down.
        Gauge = 2 "gauge",
        /// UTF-8.
        Text = 3 "text",
    }
}

impl Kind {
    /// Whether a family of this kind can have this value type (F2-KIND-TYPE).
    pub const fn takes(self, value_type: ValueType) -> bool {
        match self {
            Kind::Counter | Kind::Histogram | Kind::Window => {
                matches!(value_type, ValueType::U64 | ValueType::F64)
            }
            Kind::Gauge => !matches!(value_type, ValueType::Bytes),
            Kind::Text | Kind::Struct => matches!(value_type, ValueType::Bytes),
        }
    }

    /// Whether a cell of this kind may have stripes (F2-CELL-BLOCK).
    pub const fn striped(self) -> bool {
        matches!(self, Kind::Counter | Kind::Histogram | Kind::Window)
    }
}

impl ComponentType {
    /// Its width in a slot; a text has any.
    pub const fn width(self) -> Option<usize> {
        match self {
            ComponentType::U64 | ComponentType::I64 | ComponentType::F64 => Some(8),
            ComponentType::U32 | ComponentType::I32 | ComponentType::F32 => Some(4),
            ComponentType::U16 | ComponentType::I16 => Some(2),
            ComponentType::U8 | ComponentType::I8 | ComponentType::Bool => Some(1),
            ComponentType::Text => None,
        }
    }
}
