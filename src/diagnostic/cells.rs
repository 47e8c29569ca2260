//! Rules from C100 on; see [`super::Rule`].

use super::rules;

rules! {}
