package club

// The refusals Paddock knows, each with its text under "error." + code.
const (
	// Requests
	CodeRequired        Code = "required"
	CodeInvalid         Code = "invalid"
	CodeTooLong         Code = "tooLong"
	CodeStale           Code = "stale"           // somebody changed it meanwhile: params version
	CodeActionNotFound  Code = "actionNotFound"  // not among the person's last ones
	CodeNoRedo          Code = "noRedo"          // what was undone is not done again by itself
	CodeUndone          Code = "undone"          // it was undone already
	CodeUndoChanged     Code = "undoChanged"     // what it changed was changed again since
	CodeMessageGone     Code = "messageGone"     // what it says was undone, or somebody passed it on
	CodeMadeUp          Code = "madeUp"          // the voucher of a cancelled lesson is used
	CodeUndoUsed        Code = "undoUsed"        // something hangs on what it added
	CodeUndoSold        Code = "undoSold"        // what it added was sold, or sold to
	CodeUndoReleased    Code = "undoReleased"    // a payment link was given out because of it
	CodeLasting         Code = "lasting"         // no verb undoes it
	CodeLastingInvoice  Code = "lastingInvoice"  // a document was issued: a credit note corrects it
	CodeLastingImport   Code = "lastingImport"   // a line entered its import: the whole import is undone, or the rider changed
	CodeLastingPayment  Code = "lastingPayment"  // money was received: a credit note gives it back
	CodeLastingReminder Code = "lastingReminder" // a family was written to
	CodeLastingSlip     Code = "lastingSlip"     // its cheques wait again: another slip takes them
	CodeLastingLine     Code = "lastingLine"     // a line of the bank is open again
	CodeLastingLicence  Code = "lastingLicence"  // one that was sold takes another number
	CodeLastingReopened Code = "lastingReopened" // it is owed again: it is written off again
	CodeLastingOpening  Code = "lastingOpening"  // what was brought along is sealed: its own list takes it back
	CodeLastingRoll     Code = "lastingRoll"     // a closed roll spent units and booked revenue
	CodeLastingMail     Code = "lastingMail"     // a mail has left, or was decided on
	CodeLastingLink     Code = "lastingLink"     // a family may have the link
	CodeLastingAgain    Code = "lastingAgain"    // the same thing is done again
	CodeLastingCountry  Code = "lastingCountry"  // its rates, sentences and levels came with it
	CodeLastingDays     Code = "lastingDays"     // riders have places on the new days
	CodeLastingErased   Code = "lastingErased"   // personal data that are nowhere any more
	CodeLastingPIN      Code = "lastingPIN"      // the one before is kept nowhere
	CodeLastingDeposit  Code = "lastingDeposit"  // cheques are on a slip: the slip is taken back
	CodeKeyReused       Code = "keyReused"       // idempotency key used for another request
	CodeAnswerErased    Code = "answerErased"    // done before; its answer went with somebody's personal data
	CodeKeyMissing      Code = "keyMissing"      // a write came without its idempotency key
	CodeMalformed       Code = "malformed"       // the request does not have the form of the API
	CodeNotSignedIn     Code = "notSignedIn"     // no or wrong one-time key
	CodeNotFound        Code = "notFound"        // there is nothing at this address
	CodeNotAllowed      Code = "notAllowed"      // for other people: params who
	CodeClubExists      Code = "clubExists"      // first run on data that has a club
	CodeClubMissing     Code = "clubMissing"     // data without a club yet
	CodeDataInUse       Code = "dataInUse"       // another program holds the data folder
	CodeFolderNotEmpty  Code = "folderNotEmpty"  // demo into a folder that holds a club
	CodeNetworkFolder   Code = "networkFolder"   // SQLite is not safe on a network disk

	// The data folder, all with params folder and file
	CodeDataMissing    Code = "dataMissing"    // no database in this folder
	CodeDataLost       Code = "dataLost"       // a seal log without its database
	CodeDataForeign    Code = "dataForeign"    // not a Paddock database
	CodeDataDamaged    Code = "dataDamaged"    // not a whole database
	CodeDataNewer      Code = "dataNewer"      // a newer version's
	CodeDataOlder      Code = "dataOlder"      // an older version's, opened to read alone
	CodeDataForbidden  Code = "dataForbidden"  // the system gives no right to it
	CodeDataUnclosed   Code = "dataUnclosed"   // cannot be written, and the log holds what the file does not
	CodeDataNotUpdated Code = "dataNotUpdated" // a migration does not go through
	CodeDiskFailed     Code = "diskFailed"     // neither full nor forbidden: unplugged, failing, above a limit
	CodeDiskFull       Code = "diskFull"

	// People
	CodeHouseholdNotFound Code = "householdNotFound"
	CodeRiderNotFound     Code = "riderNotFound"
	CodeStaffNotFound     Code = "staffNotFound"
	CodeLastOwner         Code = "lastOwner" // somebody must stay who may do everything
	CodeLevelNotFound     Code = "levelNotFound"
	CodeLevelWord         Code = "levelWord"    // another level of the ladder is called so: params word, level
	CodeLevelInUse        Code = "levelInUse"   // params level, names of what has it
	CodeLevelsTurned      Code = "levelsTurned" // a range would end below its beginning: params name, min, max
	CodeAddressNotFound   Code = "addressNotFound"
	CodeBadEmail          Code = "badEmail"
	CodeBadDay            Code = "badDay"
	CodeBirthInFuture     Code = "birthInFuture"
	CodeDefaultAddress    Code = "defaultAddress"  // a household has exactly one default address
	CodeHouseholdMerged   Code = "householdMerged" // it was merged into another: params name
	CodeMergeEdited       Code = "mergeEdited"     // the family was changed since the merge
	CodeMergeMoney        Code = "mergeMoney"      // money moved on its account since
	CodeMergeRider        Code = "mergeRider"      // one of its riders moved on: params name
	CodeMergeNotFound     Code = "mergeNotFound"
	CodeRiderThere        Code = "riderThere"  // it is this family already: params name
	CodeRiderInSale       Code = "riderInSale" // an open sale is for this rider: params name
	CodeLookAlike         Code = "lookAlike"   // somebody with this name and birth date, e-mail or phone exists: params who

	// Rider files
	CodePaperNotFound   Code = "paperNotFound" // no such paper on the season's list
	CodePaperInstead    Code = "paperInstead"  // a paper does in place of one that stands on the list by itself
	CodeScanType        Code = "scanType"      // neither PDF nor JPEG, PNG or HEIC, by its content
	CodeScanNotFound    Code = "scanNotFound"
	CodeScansFull       Code = "scansFull"      // params max
	CodeFileIncomplete  Code = "fileIncomplete" // the offer needs a complete file: params papers
	CodeLicenceNotFound Code = "licenceNotFound"
	CodeLicenceSold     Code = "licenceSold" // a licence sold by an invoice changes its number alone
	CodeNotWithheld     Code = "notWithheld" // a link that nothing holds back

	// Personal data
	CodeHouseholdErased Code = "householdErased" // nothing is written about it any more
	CodeErasureUnpaid   Code = "erasureUnpaid"   // invoices are open: params remainingCents
	CodeErasureCredit   Code = "erasureCredit"   // its money is with the club: params creditCents
	CodeErasureCard     Code = "erasureCard"     // a card is good: params card, n, throughDay
	CodeErasureRides    Code = "erasureRides"    // a rider has places to come: params name, n, firstDay
	CodeErasureVoucher  Code = "erasureVoucher"  // a voucher is good: params name, throughDay
	CodeErasureShared   Code = "erasureShared"   // another household sees a rider of it: params name, family
	CodeErasureCardIdle Code = "erasureCardIdle" // a card that waits for its money: params card, n

	// Member lists
	CodeBadPhone         Code = "badPhone"
	CodeBirthTwoReadings Code = "birthTwoReadings" // a year of two figures: params firstDay, secondDay, choices
	CodeNameNotSplit     Code = "nameNotSplit"     // one cell, and nothing tells the surname from the first name
	CodeCivilityUnknown  Code = "civilityUnknown"
	CodeSexUnknown       Code = "sexUnknown"
	CodeCountryUnknown   Code = "countryUnknown"
	CodePostalCode       Code = "postalCode"    // not of the country's form: params country, choices
	CodeLevelUnknown     Code = "levelUnknown"  // params level
	CodeLicenceNumber    Code = "licenceNumber" // without a figure
	CodeExtraCells       Code = "extraCells"    // more cells than headings: params n, cells
	CodeSameLine         Code = "sameLine"      // the rider stands on an earlier line: params line, name
	CodeCarriedBefore    Code = "carriedBefore" // openings that stand bring what the line brings: params numbers, onDay
	CodeColumnMissing    Code = "columnMissing" // no column is said to hold what an import needs
	CodeColumnUnknown    Code = "columnUnknown" // the file has no such column: params column
	CodeBadLines         Code = "badLines"      // nothing was imported: params n

	// Files that are read
	CodeFileTooLarge  Code = "fileTooLarge" // params megabytes
	CodeFileEmpty     Code = "fileEmpty"
	CodeFileKind      Code = "fileKind"      // neither CSV nor XLSX
	CodeFileOfBank    Code = "fileOfBank"    // a bank's, where a list of members is wanted
	CodeFileDamaged   Code = "fileDamaged"   // an XLSX that cannot be read
	CodeFileQuote     Code = "fileQuote"     // a quotation mark that is never closed: params line
	CodeFileTooLong   Code = "fileTooLong"   // params max
	CodeFileTooWide   Code = "fileTooWide"   // params line, max
	CodeFileUnzipped  Code = "fileUnzipped"  // an XLSX that swells beyond measure: params megabytes
	CodeFileNotOpened Code = "fileNotOpened" // no such file, or not ours to read: params file
	CodeFileGone      Code = "fileGone"      // the list that was looked at is no longer held
	CodeFileBusy      Code = "fileBusy"      // it is being read or imported
	CodeStopped       Code = "stopped"       // a person stopped it; nothing was written

	// Bank statements that are read
	CodeStatementUnknown   Code = "statementUnknown"   // no format Paddock reads
	CodeStatementEmpty     Code = "statementEmpty"     // it holds no statement: params format
	CodeStatementSize      Code = "statementSize"      // params megabytes
	CodeStatementLong      Code = "statementLong"      // params max
	CodeStatementDamaged   Code = "statementDamaged"   // cut short, or not of its form: params format, line
	CodeStatementHostile   Code = "statementHostile"   // constructions no bank writes: params line
	CodeStatementEncoding  Code = "statementEncoding"  // params line
	CodeStatementAmount    Code = "statementAmount"    // cannot be read, or finer than a cent: params text, line
	CodeStatementDate      Code = "statementDate"      // params text, line
	CodeStatementCurrency  Code = "statementCurrency"  // an amount in another than the account's: params currency, account, line
	CodeStatementNoBalance Code = "statementNoBalance" // opening or closing is missing: params format, line
	CodeStatementBalance   Code = "statementBalance"   // params account, countedCents, statedCents
	CodeStatementForeign   Code = "statementForeign"   // the same in another currency: params account, counted, stated
	CodeStatementRow       Code = "statementRow"       // a row's balance does not follow: params line, countedCents, statedCents
	CodeStatementTotals    Code = "statementTotals"    // what it counts itself is wrong: params line
	CodeStatementAccount   Code = "statementAccount"   // by mail, of an account nobody said is the club's: params account, file
	CodeStatementColumns   Code = "statementColumns"   // no column is known to hold the day, or the amount
	CodeStatementGap       Code = "statementGap"       // by mail, and it does not follow on from the last one of its account: params file, endedCents, beginsCents
	CodeStatementAccounts  Code = "statementAccounts"  // a table over several accounts: params line

	// The bank's lines
	CodeBankCurrency Code = "bankCurrency" // params account, currency
	CodeBankGone     Code = "bankGone"     // no such line or statement
	CodeBankUsed     Code = "bankUsed"     // a line of the statement is settled
	CodeBankSettled  Code = "bankSettled"  // the line is settled or ignored
	CodeBankChanged  Code = "bankChanged"  // a line is no more what it was shown as
	CodeBankSum      Code = "bankSum"      // params leftCents, partsCents
	CodePayoutFee    Code = "payoutFee"    // above a tenth of what is ticked, and nobody said why; param feeCents
	CodeBankMore     Code = "bankMore"     // more than the invoice asks for: params number, remainingCents

	// Long works
	CodeWorkGone   Code = "workGone"   // its result was read, or the program was started anew
	CodeWorkFailed Code = "workFailed" // a fault of the program ended it; what was done stands

	// Imports
	CodeImportNotFound Code = "importNotFound"
	CodeImportUndone   Code = "importUndone"
	CodeImportSold     Code = "importSold" // one of its families has bought something: params name
	CodeImportUsed     Code = "importUsed" // something hangs on one of its families: params name

	// Openings: what a household brings along
	CodeOpeningVAT     Code = "openingVAT"     // VAT waits on what is owed alone
	CodeOpeningUnits   Code = "openingUnits"   // params max
	CodeOpeningExpired Code = "openingExpired" // a card that was no longer good on the day: params untilDay
	CodeOpeningLater   Code = "openingLater"   // the day of the take-over lies ahead
	CodeOpeningMissing Code = "openingMissing"
	CodeOpeningRight   Code = "openingRight" // it was taken back already, or takes another back: params number
	CodeOwnerUnknown   Code = "ownerUnknown" // a line of a list names nobody the club has
	CodeOwnerSeveral   Code = "ownerSeveral" // it names more than one: params n
	CodeBadAmount      Code = "badAmount"
	CodeVATDeclared    Code = "vatDeclared" // no VAT waits where it is not due on collection
	CodeLineMissing    Code = "lineMissing"

	// The lock
	CodeLocked        Code = "locked"        // nobody sits at the desk
	CodePinForm       Code = "pinForm"       // not a PIN: params min, max
	CodePinEasy       Code = "pinEasy"       // everybody tries it first
	CodePinWrong      Code = "pinWrong"      // params n: seconds until the next try
	CodePinWait       Code = "pinWait"       // too many wrong ones: params n, seconds to wait
	CodePinMissing    Code = "pinMissing"    // this person has none and cannot sit down: params name
	CodePinOwn        Code = "pinOwn"        // one's own is changed with the old one
	CodeOwnerPinFirst Code = "ownerPinFirst" // the desk locks once the owner has a PIN

	// Numbers of accounts and companies
	CodeBadIBAN       Code = "badIban"
	CodeIBANCountry   Code = "ibanCountry" // no such country: params country
	CodeIBANLength    Code = "ibanLength"  // params country, want, n
	CodeBadBIC        Code = "badBic"
	CodeBadSIREN      Code = "badSiren"
	CodeBadSIRET      Code = "badSiret"
	CodeBadVAT        Code = "badVat"
	CodeBadEnterprise Code = "badEnterprise"
	CodeBadRNA        Code = "badRna"
	CodeBadRF         Code = "badRf"
	CodeBadOGM        Code = "badOgm"
	CodeRFBase        Code = "rfBase"  // no RF can be made of it: params max
	CodeOGMBase       Code = "ogmBase" // no OGM can be made of it: params max

	// Payment code (EPC069-12)
	CodeEPCName         Code = "epcName"
	CodeEPCAmount       Code = "epcAmount"
	CodeEPCTwoTexts     Code = "epcTwoTexts"
	CodeEPCFieldTooLong Code = "epcFieldTooLong"
	CodeEPCControl      Code = "epcControl"
	CodeEPCTooLarge     Code = "epcTooLarge"
	CodeEPCBIC          Code = "epcBic" // an account outside the EEA needs its BIC
	CodeEPCPurpose      Code = "epcPurpose"
	CodeEPCForm         Code = "epcForm" // not a payment code: params line

	// Catalogue
	CodeOfferNotFound   Code = "offerNotFound"
	CodeNoStock         Code = "noStock"    // the offer keeps none
	CodePiecesBack      Code = "piecesBack" // more pieces than a line took from the stock: params line, n
	CodeStockUnits      Code = "stockUnits" // nothing, or too many: params max
	CodeOutOfStock      Code = "outOfStock" // the club sells no more than is there: params name, n
	CodeOfferArchived   Code = "offerArchived"
	CodeSeasonNotFound  Code = "seasonNotFound"
	CodeSeasonDays      Code = "seasonDays"   // a day of two seasons
	CodeNoNextSeason    Code = "noNextSeason" // the season after this one is not there yet: params season
	CodeNoNextOffer     Code = "noNextOffer"  // no offer of the season to come goes on with the one that was bought: params name, season
	CodeNoNextSeries    Code = "noNextSeries" // the same of a series
	CodeNotSeasonal     Code = "notSeasonal"  // an offer without a season or days of validity is sold in every season
	CodeVATParts        Code = "vatParts"     // the parts do not add up to the price
	CodeVATUnknown      Code = "vatUnknown"   // no such rate on that day: params vat, onDay
	CodePriceNegative   Code = "priceNegative"
	CodeDepositTooHigh  Code = "depositTooHigh"
	CodeTooYoung        Code = "tooYoung"        // params min, age
	CodeLevelNeeded     Code = "levelNeeded"     // a rider without a level: params min, name
	CodeLevelTooLow     Code = "levelTooLow"     // params min, name, level
	CodeLevelTooHigh    Code = "levelTooHigh"    // params max, name, level
	CodeGiftCardUnknown Code = "giftCardUnknown" // no gift card has this code
	CodeGiftCardUnpaid  Code = "giftCardUnpaid"  // its sale is not paid
	CodeGiftCardOver    Code = "giftCardOver"    // params throughDay
	CodeGiftCardShort   Code = "giftCardShort"   // less is left on it: params leftCents
	CodeGiftCardSpent   Code = "giftCardSpent"   // what was spent of it cannot be given back: params leftCents
	CodeFamiliesOnly    Code = "familiesOnly"    // for families with an account, and the buyer is a guest
	CodeTooOld          Code = "tooOld"          // params max, age
	CodeRiderNeeded     Code = "riderNeeded"     // this offer is for a rider
	CodeBirthNeeded     Code = "birthNeeded"     // the age decides and the birth date is missing
	CodeReasonNeeded    Code = "reasonNeeded"    // an override needs a reason

	// Plan
	CodeArenaNotFound      Code = "arenaNotFound"
	CodeSeriesNotFound     Code = "seriesNotFound"
	CodeLessonNotFound     Code = "lessonNotFound"
	CodeClosedDaysNotFound Code = "closedDaysNotFound"
	CodeLessonClosed       Code = "lessonClosed"    // its roll was called
	CodeLessonCancelled    Code = "lessonCancelled" // by the club
	CodeCapacityTaken      Code = "capacityTaken"   // below the places that are taken: params n
	CodeOutsideSeason      Code = "outsideSeason"   // params firstDay, lastDay
	CodeOtherWeek          Code = "otherWeek"       // a series moves within its week
	CodeSeasonPlanned      Code = "seasonPlanned"   // it has series already: params season
	CodeNothingToCopy      Code = "nothingToCopy"
	CodeHoursOrder         Code = "hoursOrder"
	CodeHoursOverlap       Code = "hoursOverlap"
	CodeFileNoDays         Code = "fileNoDays"       // a file without a period
	CodeFileDayUnread      Code = "fileDayUnread"    // an event whose days nobody can tell: params name
	CodeRosterEmpty        Code = "rosterEmpty"      // no lesson on the day: params onDay
	CodeRosterInstructor   Code = "rosterInstructor" // gives none on the day: params name, onDay

	// What stands against a lesson, all with params name, onDay, n
	CodeArenaTaken      Code = "arenaTaken"      // params other, time
	CodeInstructorTaken Code = "instructorTaken" // params other, time
	CodeRiderTwice      Code = "riderTwice"      // params other, time
	CodeOutsideHours    Code = "outsideHours"
	CodeOnLeave         Code = "onLeave"
	CodeDayClosed       Code = "dayClosed"

	// Settings
	CodeOutOfRange       Code = "outOfRange"       // a figure of the policy: params min, max
	CodeNumberForm       Code = "numberForm"       // the form would print one number for two documents
	CodeNumberLong       Code = "numberLong"       // its numbers would be too long: params max
	CodeNumberTaken      Code = "numberTaken"      // the form would print a number that exists: params number, example
	CodeLinkLong         Code = "linkLong"         // no printed code holds its longest link: params n, max
	CodeBoxLong          Code = "boxLong"          // too wide for a box of the payment slip: params name, max
	CodeTooMany          Code = "tooMany"          // more entries than have a place: params max
	CodeLinkProvider     Code = "linkProvider"     // it does not answer as it should, or not to this key
	CodeLinkKeyOther     Code = "linkKeyOther"     // a key does not know links that are open: params n
	CodeLinkKeyLost      Code = "linkKeyLost"      // likewise, and theirs is not kept here: params n
	CodeLinkKeyUntried   Code = "linkKeyUntried"   // the provider does not answer while links are open: params n, detail
	CodeLinkKeyNeeded    Code = "linkKeyNeeded"    // links are open that are looked at with the key: params n
	CodeLinkPaymentGone  Code = "linkPaymentGone"  // nothing to check any more
	CodeLinkPaymentStale Code = "linkPaymentStale" // the provider says otherwise by now: params refundedCents
	CodeLinkPaymentOther Code = "linkPaymentOther" // another currency, or all given back
	CodeLinkPaymentTest  Code = "linkPaymentTest"  // paid in the provider's test mode
	CodeLinkTemplate     Code = "linkTemplate"     // not an https address with {reference} and {amount} or {cents}
	CodeDayOrder         Code = "dayOrder"         // the last day comes before the first
	CodeNameTaken        Code = "nameTaken"        // params name
	CodePeriods          Code = "periods"          // two periods of one code overlap: params code
	CodeVATInUse         Code = "vatInUse"         // an offer on sale needs the rate: params vat, offer
	CodeTermsInUse       Code = "termsInUse"       // somebody accepted this version: params version
	CodeCountryFixed     Code = "countryFixed"     // a document was issued under its law

	// Cart and checkout
	CodeCartNotFound     Code = "cartNotFound"
	CodeCartExpired      Code = "cartExpired"
	CodeCartClosed       Code = "cartClosed" // already checked out or dropped
	CodeCartEmpty        Code = "cartEmpty"
	CodeCartFull         Code = "cartFull" // params max
	CodeLineNotFound     Code = "lineNotFound"
	CodeQuantity         Code = "quantity"
	CodePromoUnknown     Code = "promoUnknown"     // no promotion has this code: params code
	CodePromoEarly       Code = "promoEarly"       // not good yet: params code, fromDay
	CodePromoOver        Code = "promoOver"        // not good any more: params code, throughDay
	CodePromoUsed        Code = "promoUsed"        // as often as it may be: params code, max
	CodePromoNothing     Code = "promoNothing"     // nothing in the sale is what it is for: params code
	CodeDiscountFixed    Code = "discountFixed"    // a third party's money is passed on whole
	CodeLicenceHeld      Code = "licenceHeld"      // the rider has it already: params name, throughDay
	CodeLicenceInCart    Code = "licenceInCart"    // it is in this sale for the rider already
	CodeTermsNotAccepted Code = "termsNotAccepted" // params version
	CodeLicenceTerms     Code = "licenceTerms"     // those of the licence are not accepted: params version
	CodeNotSpread        Code = "notSpread"        // tenders do not cover the total and nobody said on account
	CodeTooMuch          Code = "tooMuch"          // more than is owed, by a way that gives none back
	CodeTenderAmount     Code = "tenderAmount"
	CodeTenderedTooLow   Code = "tenderedTooLow" // cash handed over is less than the amount
	CodeChequeNumber     Code = "chequeNumber"
	CodeWayUnknown       Code = "wayUnknown"
	CodeCreditTooHigh    Code = "creditTooHigh"    // more than the household's credit
	CodeClientNeeded     Code = "clientNeeded"     // on account, link or credit need a household
	CodeLinkMissing      Code = "linkMissing"      // no link template in the settings
	CodeAmountTooHigh    Code = "amountTooHigh"    // beyond money.Max
	CodeSellerIncomplete Code = "sellerIncomplete" // mentions of the club that an invoice must carry: params fields
	CodeClockAhead       Code = "clockAhead"       // the clock stands months after all that was entered before: params lastDay, todayDay
	CodeClockBehind      Code = "clockBehind"      // the clock stands before the last document: params lastDay

	CodeAccountNumber  Code = "accountNumber"  // no number of a chart of accounts
	CodeAccountMissing Code = "accountMissing" // roles that were booked to have no number: params names
	CodeEntriesBroken  Code = "entriesBroken"  // files of the books would break rules of their form: params files, says

	// Bookings
	CodeBookingNotFound Code = "bookingNotFound"
	CodeVoucherNotFound Code = "voucherNotFound"
	CodeCardNotFound    Code = "cardNotFound"
	CodePlaceGone       Code = "placeGone"    // a line of a cart finds no place: params rider, name, onDay
	CodeSeriesCount     Code = "seriesCount"  // a package has so many series: params n
	CodeSlotChosen      Code = "slotChosen"   // by each rider, for a package: not invoiced to many at once: params name
	CodeSeriesUnfit     Code = "seriesUnfit"  // of another season or kind than the package: params name
	CodeSeriesFull      Code = "seriesFull"   // every open lesson of it: params n, who wait
	CodeNoLessonLeft    Code = "noLessonLeft" // of the season, for a package or an activity: params name
	CodePackageNotFound Code = "packageNotFound"
	CodePackageStopped  Code = "packageStopped" // params endedDay
	CodePackageNeeded   Code = "packageNeeded"  // sold to who has one: params name
	CodeSeatsNeeded     Code = "seatsNeeded"    // an offer with places is sold to one rider at a time
	CodeLessonFull      Code = "lessonFull"     // params name, n
	CodeLessonBegun     Code = "lessonBegun"    // who was there is the roll's
	CodeLessonAhead     Code = "lessonAhead"    // its roll is called on its day: params onDay
	CodeBookedTwice     Code = "bookedTwice"    // the rider is in the lesson already: params name
	CodeBookingClosed   Code = "bookingClosed"  // params untilDay, time
	CodeVoucherClosed   Code = "voucherClosed"  // the same for a voucher: params untilDay, time
	CodeCardKind        Code = "cardKind"       // it opens lessons of another kind
	CodeCardUnpaid      Code = "cardUnpaid"     // it does not work before it is paid
	CodeCardEarly       Code = "cardEarly"      // params fromDay
	CodeCardOver        Code = "cardOver"       // params throughDay
	CodeCardEmpty       Code = "cardEmpty"      // every unit is used or reserved
	CodeCardGivenBack   Code = "cardGivenBack"  // params number of the credit note
	CodeCardNotLonger   Code = "cardNotLonger"  // params throughDay it has already
	CodeCardOthers      Code = "cardOthers"     // a card belongs to one rider
	CodeNoCard          Code = "noCard"         // none opens the lesson
	CodeVoucherKind     Code = "voucherKind"    // a voucher is for group lessons
	CodeVoucherUsed     Code = "voucherUsed"
	CodeVoucherEarly    Code = "voucherEarly"    // params fromDay
	CodeVoucherOver     Code = "voucherOver"     // params throughDay
	CodeNoVoucher       Code = "noVoucher"       // none is good for the lesson
	CodeChequeBounced   Code = "chequeBounced"   // no new booking until it is made good
	CodeBookingEnded    Code = "bookingEnded"    // it takes no place any more
	CodeRollOpen        Code = "rollOpen"        // riders nobody ticked yet: params n
	CodeEnrolmentClosed Code = "enrolmentClosed" // of an activity: params closesDay, time
	CodeNotEnrolled     Code = "notEnrolled"     // or nothing was invoiced for it yet
	CodeAnswerNeeded    Code = "answerNeeded"    // params question
	CodeNobodyEnrolled  Code = "nobodyEnrolled"  // nobody to write to
	CodeDayOfActivity   Code = "dayOfActivity"   // it is cancelled from its activity: params name
	CodeDayTooSmall     Code = "dayTooSmall"     // a day is added with less places than riders are enrolled: params onDay, n, riders
	CodeDayHasRiders    Code = "dayHasRiders"    // a day of an activity is not taken away: params onDay, n
	CodeMergeUnlike     Code = "mergeUnlike"     // two groups of one day are merged, and nothing else
	CodeWaitingFree     Code = "waitingFree"     // there is a place: book it
	CodeWaitingTwice    Code = "waitingTwice"    // params name
	CodeWaitingAgain    Code = "waitingAgain"    // had it by the list and gave it up: params name
	CodeWaitingOrder    Code = "waitingOrder"    // others come before: params name
	CodeWaitingNotFound Code = "waitingNotFound"
	CodeWaitingState    Code = "waitingState" // the offer lapsed or was answered meanwhile

	// Horses
	CodeHorseNotFound Code = "horseNotFound"
	CodeHorseTaken    Code = "horseTaken" // in another lesson then: params name, other, onDay, time, n, blocks
	CodeHorseOwner    Code = "horseOwner" // it is somebody else's own; these all: params name, rider
	CodeHorseAway     Code = "horseAway"
	CodeHorseDayOff   Code = "horseDayOff"
	CodeHorseLevel    Code = "horseLevel"
	CodeHorseWeight   Code = "horseWeight"
	CodeHorseDay      Code = "horseDay"    // its lessons of the day are given
	CodeHorseWeek     Code = "horseWeek"   // and its hours of the week
	CodeNoHorseFree   Code = "noHorseFree" // for a lesson made on demand
	CodeHorseLeft     Code = "horseLeft"   // it is archived

	// Documents and payments
	CodeInvoiceNotFound Code = "invoiceNotFound"
	CodePaymentNotFound Code = "paymentNotFound"
	CodeNotACheque      Code = "notACheque" // only a cheque bounces
	CodeWentBack        Code = "wentBack"   // the payment, or part of it, went back already: params goneCents
	CodeHolderUnknown   Code = "holderUnknown"
	CodeNotHeld         Code = "notHeld"         // somebody brought it in meanwhile
	CodeStillHeld       Code = "stillHeld"       // a cheque that never came to the till
	CodePromiseNotFound Code = "promiseNotFound" // it came, or was dropped, meanwhile
	CodeAidUnknown      Code = "aidUnknown"      // no such kind of aid today
	CodeAidOver         Code = "aidOver"         // the card or code is good no more: params throughDay
	CodeAidTooHigh      Code = "aidTooHigh"      // above what its rule covers, or above what was granted: params mostCents
	CodeAidOwedBack     Code = "aidOwedBack"     // above what its payer is owed back: params mostCents
	CodeAidNotFound     Code = "aidNotFound"
	CodeAidState        Code = "aidState"        // somebody else went on with it meanwhile
	CodeCashTooHigh     Code = "cashTooHigh"     // above what the law lets one debt be paid in cash: params mostCents, leftCents
	CodeRefundTooHigh   Code = "refundTooHigh"   // params mostCents
	CodeNoteHasClient   Code = "noteHasClient"   // its credit is the household's: params number
	CodeNotAnInvoice    Code = "notAnInvoice"    // a credit note cannot be credited or paid
	CodeCreditExceeds   Code = "creditExceeds"   // above what is left of the invoice or line
	CodeDiscountsExceed Code = "discountsExceed" // the discounts that fall are worth more than what is given back
	CodeNothingDue      Code = "nothingDue"
	CodeMixedHouseholds Code = "mixedHouseholds" // one payment for invoices of several households
	CodeSplit           Code = "split"           // a spread over invoices that does not add up to what settles them
	CodeSlipUnreadable  Code = "slipUnreadable"  // a scanned code that is no payment slip of Paddock
	CodeSlipUnknown     Code = "slipUnknown"     // a slip of an invoice this club never issued: params number
	CodeSlipPaid        Code = "slipPaid"        // params number
	CodeSlipCredited    Code = "slipCredited"    // params number

	// Reminders and disputes: params number
	CodeNotLate     Code = "notLate"
	CodeIsPromised  Code = "isPromised" // what is late of it is promised
	CodeAidAwaited  Code = "aidAwaited" // or an aid is announced for it
	CodeDisputed    Code = "disputed"
	CodeNotDisputed Code = "notDisputed"
	CodeNothingOwed Code = "nothingOwed"
	CodeNoReminders Code = "noReminders" // the club has no levels

	CodeOwedChanged     Code = "owedChanged" // since the person saw it: params number, leftCents
	CodeRemindedToday   Code = "remindedToday"
	CodePlanSum         Code = "planSum"     // the parts are not what remains: params leftCents
	CodePlanTooLate     Code = "planTooLate" // params lastDay
	CodePlanDays        Code = "planDays"    // a day is over, or they do not rise
	CodeLastingPlan     Code = "lastingPlan" // another plan takes its place
	CodeWrittenOff      Code = "writtenOff"
	CodeNotWrittenOff   Code = "notWrittenOff"
	CodeHasCredit       Code = "hasCredit"
	CodeLastingWriteOff Code = "lastingWriteOff" // it is taken back when the family pays

	// Cheques at the bank
	CodeChequeNotInHand Code = "chequeNotInHand" // deposited meanwhile, bounced, or held by somebody: params number
	CodeChequeTooEarly  Code = "chequeTooEarly"  // kept until a day: params number, fromDay
	CodeSlipNotFound    Code = "slipNotFound"
	CodeSlipBack        Code = "slipBack"    // it was taken back already
	CodeSlipBounced     Code = "slipBounced" // the bank refused a cheque of it: it was there
	CodeSlipTied        Code = "slipTied"    // a line of the bank is it
	CodeSlipSettled     Code = "slipSettled" // its issuer paid it already: params ofDay
	CodeSlipPay         Code = "slipPay"     // more than the slip, or nothing: params mostCents
	CodeFacesSum        Code = "facesSum"    // vouchers counted by face are not what was paid: params countedCents sumCents

	// Till and closings
	CodeBooksClosed        Code = "booksClosed"        // nothing enters a day that is closed
	CodeDayBefore          Code = "dayBefore"          // an earlier day is to be closed first: params day
	CodeDayToCome          Code = "dayToCome"          // it has not begun, or is not over
	CodeSpanClosed         Code = "spanClosed"         // a month or a year that is closed already
	CodeDaysOpen           Code = "daysOpen"           // a month or a year with days or months that are not closed: params day
	CodeAttestationVersion Code = "attestationVersion" // its text has no place for the version
	CodeTillOpen           Code = "tillOpen"           // it is open already
	CodeTillNotCounted     Code = "tillNotCounted"     // nothing is taken out before it is opened or counted once
	CodeTillShort          Code = "tillShort"          // more than it holds: params mostCents
	CodeArchiveUnreadable  Code = "archiveUnreadable"  // no archive of Paddock: params file
	CodeNothingClosed      Code = "nothingClosed"      // a month or a year without a closed day

	// Mail
	CodeMailNoPassword Code = "mailNoPassword" // none is kept here for the user
	CodeMailHost       Code = "mailHost"       // no server of this name: params host
	CodeMailOffline    Code = "mailOffline"    // no way to it: params host
	CodeMailRefused    Code = "mailRefused"    // nothing answers at this port: params host, port
	CodeMailTimeout    Code = "mailTimeout"    // params host, port
	CodeMailCertName   Code = "mailCertName"   // its certificate is for another name: params host
	CodeMailCertOld    Code = "mailCertOld"    // its certificate is not valid today: params host
	CodeMailLogin      Code = "mailLogin"      // user or password is wrong: params user, says
	CodeMailNoLogin    Code = "mailNoLogin"    // it takes no login that Paddock knows: params host
	CodeMailSender     Code = "mailSender"     // it does not let this address send: params address, says
	CodeMailOff        Code = "mailOff"        // the club sends no mail: letters and calls
	CodeMailNoAddress  Code = "mailNoAddress"  // a household without an address: params name
	CodeMailDecided    Code = "mailDecided"    // it is not in the state that was seen any more
	CodeMailSays       Code = "mailSays"       // what the server said: params host, says

	// Long work
	CodeStoppedHalfway Code = "stoppedHalfway" // somebody stopped it; what was done until then is kept

	// Backup
	CodeBackupDamaged Code = "backupDamaged"
	CodeBackupForeign Code = "backupForeign" // not a Paddock database, or a newer version's
	CodeBackupNoSum   Code = "backupNoSum"   // the .sha256 file is not beside it
	// A program that was opened without a way to close its data and open others.
	CodeRestoreElsewhere Code = "restoreElsewhere"
	CodeRestoreUnderWay  Code = "restoreUnderWay" // this desk closes for one that was asked before

	CodeBackupForged  Code = "backupForged"  // its signature is of no key of its journal
	CodeBackupMissing Code = "backupMissing" // no such file
	CodeProofFailed   Code = "proofFailed"   // verify found that something was touched
	CodeFileExists    Code = "fileExists"
	CodeFileRelative  Code = "fileRelative" // a path that does not begin at the root
	CodeFileControl   Code = "fileControl"  // a line break or another invisible character in a path
	CodeFileInData    Code = "fileInData"   // a backup inside the folder it shall outlive

	// The window and the system around it
	CodeNoDisplay      Code = "noDisplay"      // there is no screen to open a window on
	CodeAddressTaken   Code = "addressTaken"   // serve cannot listen there: params address
	CodeFileNotWritten Code = "fileNotWritten" // the place a person chose cannot be written: params file
	CodePrintFailed    Code = "printFailed"    // no printer took the paper and no program shows it
	CodePrinterGone    Code = "printerGone"    // the printer chosen for this paper is not on this computer any more
	CodeLinkRefused    Code = "linkRefused"    // only web pages and mails are opened

	// Mailbox
	CodeMailCertificate Code = "mailCertificate" // nobody trusted vouches for it: params host
	CodeMailNoTLS       Code = "mailNoTLS"       // the server does not speak TLS as asked: params host, port
	CodeMailFolder      Code = "mailFolder"      // params folder
	CodeMailPlain       Code = "mailPlain"       // a connection in clear leaves this computer
	CodeMailPhrase      Code = "mailPhrase"      // words of a rule that would fit everything or nothing: params phrase
	CodeMailPattern     Code = "mailPattern"     // no pattern, or too long a one: params says
	CodeMailLost        Code = "mailLost"        // the connection to the mailbox ended
	CodeMailGone        Code = "mailGone"        // it was read too long ago, or never
	CodeMailFileGone    Code = "mailFileGone"    // it was not kept
	CodeMailEnded       Code = "mailEnded"       // somebody dealt with it meanwhile
	CodeShownChanged    Code = "shownChanged"    // what a booking or a cancellation does is not what the person read: params consequence, or way
	CodeMailChanged     Code = "mailChanged"     // what was proposed is not so any more
)
