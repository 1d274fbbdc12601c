package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/exchange"
)

func TestTheColumnsOfOtherProgramsAreRecognised(t *testing.T) {
	for headings, want := range map[string]string{
		"Civilité du cavalier;Nom du cavalier;Prénom du cavalier;Adresse;Code postal;Ville;Date de naissance;Téléphone fixe;Téléphone portable;E-mail;Pays;Niveau;N° licence FFE": "civility;surname;firstName;address;postalCode;town;birthDate;phone;mobile;email;country;level;licence",
		"NOM;PRENOM;DATE_NAIS;RESP_LEGAL;MAIL;GSM;GALOP;LIC_FFE;CODE_TAR":                              "surname;firstName;birthDate;payerName;email;mobile;level;licence;",
		"Naam;Voornaam;Geslacht;Geboortedatum;Straat + nr;Postcode;Gemeente;Land;GSM;Tel.;E-mailadres": "surname;firstName;sex;birthDate;address;postalCode;town;country;mobile;phone;email",
		"Last name;First name;Gender;Date of birth;Street;ZIP code;City;Mobile phone;E-mail address":   "surname;firstName;sex;birthDate;address;postalCode;town;mobile;email",
		"Nom et prénom;Né(e) le;Tél. 1;Tél. 2;Adresse 1;Adresse 2;CP;Commune":                          "name;birthDate;phone;mobile;address;address;postalCode;town",
		"Nom;Né le;Lieu de naissance": "name;birthDate;",
		"Nom;Prénom;Nom du père;E-mail de la mère;Tél. urgence;Date fin licence": "surname;firstName;payerName;email;emergencyPhone;",
		"Nom;Prénom;Nom;E-mail;E-mail 2":                                         "surname;firstName;;email;",
		"Nom;Prénom;Civilité responsable;Nom du responsable légal;Prénom du responsable légal;Personne à prévenir en cas d'urgence;Téléphone urgence": "surname;firstName;payerCivility;payerSurname;payerFirstName;emergencyName;emergencyPhone",
		"Nom enfant;Prénom enfant;Date de naissance;Nom;Prénom;Portable":                                                                              "surname;firstName;birthDate;payerSurname;payerFirstName;mobile",
		"NOM;PRENOM;NOM_PERE;PRENOM_PERE;NOM_MERE;PRENOM_MERE;PROFESSION_PERE":                                                                        "surname;firstName;payerSurname;payerFirstName;parentSurname;parentFirstName;",
		"Nom;Prénom;Père;Mère;Payeur":                                                                                   "surname;firstName;parentName;;payerName",
		"Nom;Prénom;Parent 1;Parent 2;Parent 3;Autorisation parentale;Reste à payer":                                    "surname;firstName;payerName;parentName;;;",
		"Naam kind;Voornaam kind;Naam ouder;Voornaam ouder;Noodcontact;Noodnummer;Te verwittigen bij ongeval":           "surname;firstName;payerSurname;payerFirstName;emergencyName;emergencyPhone;",
		"Child's last name;Child's first name;Guardian first name;Guardian last name;Emergency contact;Emergency phone": "surname;firstName;payerFirstName;payerSurname;emergencyName;emergencyPhone",
		"Nom;Prénom;Adresse de correspondance;Assurance responsabilité civile;N° facture":                               "surname;firstName;;;",
		"A;B;C": ";;",
	} {
		var got []string
		for _, field := range exchange.GuessColumns(strings.Split(headings, ";")) {
			got = append(got, string(field))
		}
		if strings.Join(got, ";") != want {
			t.Errorf("%s\n got %s\nwant %s", headings, strings.Join(got, ";"), want)
		}
	}
}

func TestHeadingsAreFoundUnderTheTitleOfAProgram(t *testing.T) {
	list := exchange.Members(exchange.Sheet{Rows: []exchange.Row{
		{Line: 1, Cells: []string{"Liste des adhérents"}},
		{Line: 2, Cells: []string{"Édité le", "12/09/2026"}},
		{Line: 4, Cells: []string{"Nom", " Prénom\n", "Naissance"}},
		{Line: 5, Cells: []string{"Delcourt", "Manon", "02/05/2014"}},
	}})
	want := []club.MemberField{club.MemberSurname, club.MemberFirstName, club.MemberBirthDate}
	if !slices.Equal(list.Columns, want) || len(list.Rows) != 1 || list.Rows[0].Line != 5 || list.Headings[1] != "Prénom" {
		t.Errorf("%+v", list)
	}
}

func TestAListWithoutHeadingsKeepsItsFirstMember(t *testing.T) {
	row := func(cells ...string) exchange.Row { return exchange.Row{Cells: cells} }
	list := exchange.Members(exchange.Sheet{Rows: []exchange.Row{row("Dupont", "Marie", "02/05/2014"), row("Petit", "Léo", "03/06/2015")}})
	if len(list.Rows) != 2 || !slices.Equal(list.Headings, []string{"", "", ""}) {
		t.Errorf("%+v", list)
	}
	strange := exchange.Members(exchange.Sheet{Rows: []exchange.Row{row("Vezetéknév", "Keresztnév", "Születés"), row("Petit", "Léo", "03/06/2015")}})
	if len(strange.Rows) != 1 || strange.Headings[2] != "Születés" {
		t.Errorf("headings that nobody knows are headings: %+v", strange)
	}
}

func TestAColumnWithoutAHeadingIsNoFaultOfItsRows(t *testing.T) {
	row := func(cells ...string) exchange.Row { return exchange.Row{Cells: cells} }
	most := exchange.Members(exchange.Sheet{Rows: []exchange.Row{row("Nom", "Prénom"), row("a", "b", "x"), row("a", "b", "x"), row("a", "b")}})
	one := exchange.Members(exchange.Sheet{Rows: []exchange.Row{row("Nom", "Prénom"), row("a", "b", "x"), row("a", "b"), row("a", "b")}})
	if len(most.Headings) != 3 || len(one.Headings) != 2 {
		t.Errorf("%q and %q", most.Headings, one.Headings)
	}
}
