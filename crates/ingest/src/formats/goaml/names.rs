//! The element names of the goAML report schema, 2.0 to 5.0.2, so that an element of another name
//! is reported and not passed over.

use std::collections::BTreeSet;

/// Unknown names told of one exhibit; more would say nothing new.
const UNKNOWN_MAX: usize = 100;

/// Remembers which element names no known version of the schema has.
#[derive(Debug)]
pub(super) struct Names {
    known: BTreeSet<&'static str>,
    unknown: BTreeSet<String>,
}

impl Names {
    pub(super) fn new() -> Self {
        Self { known: KNOWN.split(' ').collect(), unknown: BTreeSet::new() }
    }

    /// Looks at a name and its path.
    pub(super) fn see(&mut self, name: &str, inside: &str) {
        if !self.known.contains(name) && self.unknown.len() < UNKNOWN_MAX {
            self.unknown.insert(format!("{inside}/{name}"));
        }
    }

    /// The unknown ones, sorted.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &String> {
        self.unknown.iter()
    }
}

const KNOWN: &str = "account account_account_relation account_category account_entity_relation account_fund \
    account_funds account_my_client account_name account_related_account account_related_entity \
    account_related_person account_type action activity additional_address_line1 \
    additional_address_line2 additional_info additional_information address address_type \
    addresses agent_name alias amount_local apartment_number authorized balance beneficiary \
    beneficiary_comment birth_place birthdate block_number branch business business_closed \
    carrier_name carrier_number cgn_port city client_number closed collection_account comments \
    commercial_name conductor_is_suspected country country_code country_of_birth \
    currency_balance currency_balance_date currency_code currency_code_local date_balance \
    date_business_closed date_deceased date_posting date_transaction deceased description \
    device_number director_id disposed_value email emails employer_address_id employer_addresses \
    employer_business employer_identifier employer_name employer_phone_id employer_phones \
    employment employment_history employment_period entity entity_entity_relation \
    entity_identifications entity_identifier entity_my_client entity_reference \
    entity_related_entity entity_related_person entity_status entity_status_date \
    error_distance_margin estimated_value expiry_date first_name first_seen_date fiu_ref_number \
    foreign_amount foreign_currency foreign_currency_code foreign_exchange_rate from_account \
    from_country from_entity from_foreign_currency from_funds_code from_funds_comment \
    from_is_suspected from_person from_transaction_additional_info full_name_frn \
    function_description function_name funds_code funds_comment gender geo_location \
    goods_services house_number iban id_number identification identification_number \
    identifications incorporation_country_code incorporation_date incorporation_legal_form \
    incorporation_number incorporation_state indicator info_boolean info_date info_numeric \
    info_subject info_text info_type institution_code institution_country institution_name \
    internal_ref_number involved_parties ip_address ipv4 ipv6 is_approx_from_date \
    is_approx_location is_approx_to_date is_primary is_protected is_suspected issue_country \
    issue_date issued_by item item_make item_type last_name last_seen_date late_deposit latitude \
    link_to_source location longitude margin_uom match_criteria means_of_transport middle_name \
    mothers_name name nat nationality1 nationality2 nationality3 network_device network_devices \
    non_bank_institution number occupation opened operating_system party passport_country \
    passport_number pep pep_country pep_date_range peps person person_my_client \
    person_person_relation person_related_person personal_account_type phone phones place \
    platform plus_code prefix presently_registered_to prev_rejected_ref_number previous_name \
    previous_names previously_registered_to provider re_relationship reason registration_date \
    registration_number related_accounts related_entities related_persons relation_date_range \
    relationship_date_range rentity_branch rentity_id report report_code report_date \
    report_indicators report_parties report_party reporting_person reporting_point \
    reporting_user_code residence residence_since role routing sanction_list \
    sanction_list_attributes sanction_list_date_range sanction_list_name sanctions \
    schema_version service_provider share_percentage signatory significance size size_uom \
    social_account social_media source_of_wealth ssn state status_code status_comments \
    status_date step_code step_date step_number step_status submission_code submission_date \
    swift t_conductor t_entity t_from t_from_my_client t_person t_to t_to_my_client tax_number \
    tax_reg_number teller title to_account to_country to_entity to_foreign_currency \
    to_funds_code to_funds_comment to_is_suspected to_person to_transaction_additional_info town \
    tph_communication_type tph_contact_type tph_country_prefix tph_extension tph_number \
    transaction transaction_additional_info transaction_address transaction_description \
    transaction_is_suspicious transaction_location transaction_status transaction_type_code \
    transactionnumber transmode_code transmode_comment transport_mode transport_type type url \
    urls user_name using_proxy valid_from valid_to value_date virtual_address voting_percentage \
    zip";
