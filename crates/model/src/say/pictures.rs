//! Why a picture has no code to compare.

super::sentences! {
    picture_unsupported(what)
        "a kind of picture that is not read: {what}"
        "un tipo di immagine che non si legge: {what}"
    picture_too_large()
        "more bytes or pixels than are decoded"
        "più byte o pixel di quanti se ne decodifichino"
    picture_too_small()
        "fewer pixels than a code needs"
        "meno pixel di quanti ne richieda un codice"
    picture_damaged()
        "damaged or cut off"
        "danneggiata o troncata"
    picture_broke_its_decoder()
        "it broke its decoder, or could not be unpacked"
        "ha interrotto il suo decodificatore, o non è stato possibile estrarla"
}
