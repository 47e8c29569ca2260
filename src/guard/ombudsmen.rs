//! The published contact details of the ombudsmen and regulators to whom a council must direct people. They may be printed
//! without being declared. They are those on the bodies' own pages; one that changes is blocked until it is declared.

/// The details, as texts in which the detectors find them.
pub(super) const DETAILS: &[&str] = &[
    // Local Government and Social Care Ombudsman.
    "0300 061 0614, PO Box 4771, Coventry CV4 0EH",
    // Housing Ombudsman Service.
    "0300 111 3000, info@housing-ombudsman.org.uk, PO Box 1484, Unit D, Preston PR2 0ET",
    // Scottish Public Services Ombudsman.
    "0800 377 7330, 0131 225 5300, Bridgeside House, 99 McDonald Road, Edinburgh EH7 4NS",
    // Public Services Ombudsman for Wales.
    "0300 790 0203, ask@ombudsman.wales, 1 Ffordd yr Hen Gae, Pencoed CF35 5LJ",
    // Northern Ireland Public Services Ombudsman.
    "0800 34 34 24, 028 9023 3821, nipso@nipso.org.uk, Progressive House, 33 Wellington Place, Belfast BT1 6HN",
    // Department for Education, for schools.
    "0370 000 2288",
    // Ofsted.
    "0300 123 1231, enquiries@ofsted.gov.uk",
    // Information Commissioner's Office.
    "0303 123 1113, icocasework@ico.org.uk, Wycliffe House, Water Lane, Wilmslow SK9 5AF",
    // Equality Advisory and Support Service, which statements about accessibility name.
    "0808 800 0082",
    // Care Quality Commission.
    "03000 616161, enquiries@cqc.org.uk",
];
