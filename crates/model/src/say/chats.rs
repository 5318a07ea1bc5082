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
    texts_encoded(messages)
        "Messages of Telegram whose texts stand in its own encoding in `data` and were not decoded: {messages}; for them, have the account exported with Telegram Desktop as JSON."
        "Messaggi di Telegram i cui testi stanno in `data` nella sua codifica propria e non sono stati decodificati: {messages}; per averli, far esportare l’account con Telegram Desktop in JSON."
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
