//! Rules from C200 on; see [`super::Rule`].

use super::rules;

rules! {}
