//! What is said of lists of travellers and of journeys.

super::sentences! {
    times_of_airports(zones)
        "Times are local times of their airports and were read in the zones of these: {zones}."
        "Gli orari sono locali dei rispettivi aeroporti e sono stati letti nei loro fusi: {zones}."
    places_unknown(count, places)
        "Places that are no known airports: {count}. Their times were read in the zone of the exhibit: {places}."
        "Luoghi che non sono aeroporti noti: {count}. I loro orari sono stati letti nel fuso del reperto: {places}."
    place_none()
        "(none stated)"
        "(non dichiarato)"
    history_passed(path, legs)
        "{path}: legs in the history of bookings that are booked still, or were added by the change, and give no record of their own: {legs}."
        "{path}: tratte nella storia delle prenotazioni ancora prenotate, o aggiunte dalla modifica, che non danno una registrazione propria: {legs}."
    text_outside(place, text)
        "Text that belongs to no interchange, at {place}: {text}"
        "Testo che non appartiene ad alcun interscambio, a {place}: {text}"
    advice_mended(byte)
        "The service string advice at byte {byte} lacks a character or has a foreign one: compare the first segments with their records."
        "L’avviso di servizio (UNA) al byte {byte} manca di un carattere o ne ha uno estraneo: confrontare i primi segmenti con le loro registrazioni."
    interchange(reference, sender, recipient, day, hour)
        "Interchange {reference} from {sender} to {recipient}, prepared on {day} {hour} (year, month, day; hour, minute)."
        "Interscambio {reference} da {sender} a {recipient}, preparato il {day} {hour} (anno, mese, giorno; ora, minuto)."
}
