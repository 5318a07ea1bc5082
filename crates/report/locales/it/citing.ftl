# Parole comuni a tutte le domande.
cited-in-part = Qui sono citate { $cited } registrazioni su { $total }; l’elenco della domanda le contiene tutte.
