//! What is said of chats, exports of accounts, and reports of providers and telephones.

super::sentences! {
    dates_day_first()
        "Dates are read day first, as all dates of the chat together show."
        "Le date sono lette con il giorno per primo, come mostrano insieme tutte le date della chat."
    dates_month_first()
        "Dates are read month first, as all dates of the chat together show."
        "Le date sono lette con il mese per primo, come mostrano insieme tutte le date della chat."
    dates_year_first()
        "Dates are read year first, as all dates of the chat together show."
        "Le date sono lette con l’anno per primo, come mostrano insieme tutte le date della chat."
    dates_day_first_set()
        "Dates are read day first, as a person set it."
        "Le date sono lette con il giorno per primo, come impostato da una persona."
    dates_month_first_set()
        "Dates are read month first, as a person set it."
        "Le date sono lette con il mese per primo, come impostato da una persona."
    dates_year_first_set()
        "Dates are read year first, as a person set it."
        "Le date sono lette con l’anno per primo, come impostato da una persona."
    dates_open()
        "Day and month cannot be told apart in this chat; set `--date-order`."
        "In questa chat giorno e mese non si possono distinguere; impostare `--date-order`."
    dates_slashed(dates)
        "Dates parted by `/` that were read in the order day, month, year, which these reports write: {dates}; set the order of dates if this one does not."
        "Date separate da `/` lette nell’ordine giorno, mese, anno, in cui questi rapporti le scrivono: {dates}; impostare l’ordine delle date se questo fa altrimenti."
    exporting_clock(offsets)
        "The clock of the exporting computer stood at {offsets} (`date` against `date_unixtime`)."
        "L’orologio del computer che ha esportato segnava {offsets} (`date` a confronto con `date_unixtime`)."
    telegram_read(whole, in_part, not)
        "Messages of Telegram, of what is stored in its own encoding: read to the end: {whole}, in part: {in_part}, not: {not}; for these, have the account exported with Telegram Desktop as JSON."
        "Messaggi di Telegram, di quanto è conservato nella sua codifica propria: letti fino alla fine: {whole}, in parte: {in_part}, non letti: {not}; per questi, far esportare l’account con Telegram Desktop in JSON."
    telegram_constructors(named)
        "Constructors of Telegram that are not in the schema, with their messages: {named}; what stands behind them was not read: have the account exported with Telegram Desktop as JSON."
        "Costruttori di Telegram che non sono nello schema, con i loro messaggi: {named}; ciò che sta dopo di essi non è stato letto: far esportare l’account con Telegram Desktop in JSON."
    look_ups_full()
        "Not all people and files found room for look-up; some rows have numbers alone."
        "Non per tutte le persone e i file c’è stato posto nella consultazione; alcune righe hanno solo numeri."
    bare_times(table, count)
        "{table}: {count} times are numbers in a column that LAVA did not declare as a time, or lie outside all calendars; nothing says what they count, and they stand in `extra`."
        "{table}: {count} orari sono numeri in una colonna che LAVA non ha dichiarato come orario, o sono fuori da ogni calendario; nulla dice che cosa contino, e stanno in `extra`."
    guesses_passed()
        "Discord's guesses of age and sex are passed."
        "Le stime di Discord su età e sesso sono tralasciate."
    degrees_unwrapped()
        "Degrees that wrapped beyond 2^32 were unwrapped."
        "I gradi che avevano superato 2^32 sono stati riportati al loro valore."
    victims_pseudonym()
        "Victims stand under a pseudonym; what the report states of them stays in the exhibit."
        "Le vittime figurano sotto pseudonimo; ciò che la segnalazione dichiara di loro resta nel reperto."
    report_counts(models, files, read_models, read_files)
        "The report states {models} models and {files} files; read as rows were {read_models} models and {read_files} files."
        "Il rapporto dichiara {models} modelli e {files} file; sono stati letti come righe {read_models} modelli e {read_files} file."
    extraction()
        "extraction"
        "estrazione"
    origins_unread(origins)
        "Statements, of the places in the device's files that items were decoded from, that are not read: {origins}; look them up in the report by `ufed_id`."
        "Indicazioni, non lette, dei punti nei file del dispositivo da cui gli elementi sono stati decodificati: {origins}; cercarle nel rapporto con `ufed_id`."
    bookmarks_unread(sections)
        "Sections of bookmarks made at the examination that are not read: {sections}."
        "Sezioni di segnalibri posti durante l’esame che non sono lette: {sections}."
}
