//! The remarks of the mappings of the house; a mapping states them as text.

super::sentences! {
    mapping_trips()
        "departure and arrival are local times of their places; all are read in the zone stated for the exhibit"
        "Partenza e arrivo sono orari locali dei rispettivi luoghi; tutti sono letti nel fuso orario dichiarato per il reperto."
    mapping_steps()
        "times are steps of the simulation, counted as days from 1970-01-01; no currency is stated"
        "Gli orari sono passi della simulazione, contati come giorni dal 1970-01-01; non è dichiarata alcuna valuta."
    mapping_study()
        "times count seconds from the beginning of the study, shown as seconds from 1970-01-01"
        "Gli orari contano i secondi dall’inizio dello studio, mostrati come secondi dal 1970-01-01."
    mapping_simulated()
        "simulated; times are read as UTC; no currency is stated"
        "Dati simulati; gli orari sono letti come UTC; non è dichiarata alcuna valuta."
    mapping_cash()
        "no currency is stated; a cash-in names no payer, a cash-out no payee"
        "Non è dichiarata alcuna valuta; un versamento non indica l’ordinante, un prelievo non indica il beneficiario."
    mapping_plate()
        "a plate names a vehicle and nobody in it; plates are moved and copied"
        "Una targa indica un veicolo e nessuno che vi si trovi; le targhe vengono spostate e copiate."
    mapping_toll()
        "a plate or a device names a vehicle and nobody in it"
        "Una targa o un dispositivo indica un veicolo e nessuno che vi si trovi."
    mapping_side()
        "the side is not stated in the file: it was chosen with the mapping; no currency is stated"
        "Il lato non è dichiarato nel file: è stato scelto con la mappatura; non è dichiarata alcuna valuta."
}
