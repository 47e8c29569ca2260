//! Rules from C250 on; see [`super::Rule`].

use super::rules;

rules! {}
