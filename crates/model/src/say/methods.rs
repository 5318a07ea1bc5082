//! Values of parameters of the methods, and what a command that verifies must print.

super::sentences! {
    verify_nothing_changed()
        "that nothing has changed; exit status 0"
        "che nulla è cambiato; codice di uscita 0"
    verify_digests()
        "the SHA-256 of every exhibit, as in section 3"
        "lo SHA-256 di ogni reperto, come nella sezione 3"
    value_direction()
        "payment relative to session, both sides"
        "pagamento rispetto alla sessione, da entrambi i lati"
    value_statistic()
        "payments near a session; maximum over the readings"
        "pagamenti vicini a una sessione; il massimo tra le letture"
    value_null_model()
        "days permuted within strata"
        "giorni permutati entro strati"
}
