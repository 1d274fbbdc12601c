package exchange

import "paddock/backend/club"

// Openings reads a sheet as a list of openings: what families bring along from
// the program the club had before.
func Openings(s Sheet) MemberList { return listed(s, guessOpenings) }

// carriedNamed are the headings of such lists, in three languages: see named.
var carriedNamed = headings(map[club.MemberField]string{
	club.CarriedFamily:   "famille foyer compte gezin huishouden family household account",
	club.CarriedAmount:   "montant solde reste restedu resteapayer apayer bedrag saldo openstaand tebetalen amount balance owed outstanding due",
	club.CarriedText:     "facture numerofacture piece libelle reference factuur factuurnummer omschrijving invoice text reference label",
	club.CarriedDue:      "echeance dateecheance vervaldag vervaldatum duedate dueon",
	club.CarriedCard:     "carte forfait article kaart artikel card offer",
	club.CarriedUnits:    "seances seancesrestantes restant unites cours heures lessen resterendelessen beurten lessons lessonsleft units",
	club.CarriedThrough:  "validite valablejusquau finvalidite expiration geldig geldigtot vervalt validthrough validuntil expiry",
	club.CarriedWorth:    "paye valeur betaald waarde paid worth value",
	club.CarriedSeries:   "reprise reprises creneau lessenreeks reeks series lessonseries slot",
	club.CarriedVoucher:  "bon bonrecuperation bonrattrapage rattrapage recuperation inhaalbon inhaalles voucher makeupvoucher",
	club.MemberSurname:   "nom nomfamille familienaam achternaam naam surname lastname name",
	club.MemberFirstName: "prenom voornaam firstname",
	club.MemberName:      "nomprenom prenomnom nomcomplet naamvoornaam fullname",
	club.MemberBirthDate: "naissance datenaissance neele ne nee birthdate dob geboortedatum geboren",
	club.MemberEmail:     "email mail courriel emailadres",
})

// guessOpenings tells what the columns with these headings hold, each once.
func guessOpenings(headings []string) []club.MemberField {
	columns := make([]club.MemberField, len(headings))
	taken := map[club.MemberField]bool{}
	for i, heading := range headings {
		if field := carriedNamed[bare(heading)]; !taken[field] && field != "" {
			columns[i], taken[field] = field, true
		}
	}
	return columns
}
