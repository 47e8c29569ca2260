//! Rules from C280 on; see [`super::Rule`].

use super::rules;

rules! {}
