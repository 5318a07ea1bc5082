# Parole comuni a tutti i quesiti.
cited-in-part = Qui sono citate { $cited } registrazioni su { $total }; l’elenco del quesito le contiene tutte.
