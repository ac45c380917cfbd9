//! What can go wrong, as Danish sentences for people: the one table of them.

use super::ErrorCode;

impl ErrorCode {
    /// What happened, what was kept, what to do now. The match is complete, so a new code without sentences does not
    /// compile.
    pub(super) const fn sentences(self) -> [&'static str; 3] {
        match self {
            Self::WrongPassphrase => [
                "Adgangssætningen passer ikke.",
                "Alt i mappen er uændret.",
                "Prøv igen. Store og små bogstaver skal være de samme som sidst.",
            ],
            Self::KeyringUnavailable => [
                "Computerens nøglering svarer ikke.",
                "Intet er ændret på disken.",
                "Vælg en adgangssætning i stedet, eller log ind på computeren igen.",
            ],
            Self::KeyLost => [
                "Nøglen til mappen ligger ikke længere i computerens nøglering.",
                "Mappen er der stadig, krypteret og urørt.",
                "Åbn den med adgangssætningen, hvis du har en. Ellers skal nøgleringen hentes fra en sikkerhedskopi.",
            ],
            Self::WeakPassphrase => [
                "Adgangssætningen er for kort.",
                "Intet er ændret.",
                "Brug mindst 12 tegn, for eksempel tre ord, du kan huske.",
            ],
            Self::Damaged => [
                "En del af filen på disken er beskadiget.",
                "Filen er ikke slettet. Den ligger, hvor den lå, eller er lagt til side ved siden af.",
                "Hent mappen fra en sikkerhedskopi, eller bed jeres it-support om hjælp, før du arbejder videre.",
            ],
            Self::ReadOnly => [
                "Feltmappen må ikke skrive i sin mappe på disken.",
                "Det, der var gemt, ligger der stadig. Det sidste er ikke gemt, men teksten står her endnu.",
                "Bed jeres it-support give skriveadgang til mappen, og prøv igen.",
            ],
            Self::DiskFull => [
                "Disken er fuld.",
                "Det sidste er ikke gemt, men teksten står her endnu.",
                "Frigør 200 MB. Feltmappen prøver selv igen.",
            ],
            Self::NewerVersion => [
                "Mappen er gemt af en nyere udgave af Feltmappen.",
                "Intet er åbnet eller ændret.",
                "Opdatér Feltmappen på denne computer, og åbn igen.",
            ],
            Self::AlreadyOpen => [
                "Mappen er allerede åben i et andet vindue.",
                "Alt er gemt i det andet vindue.",
                "Arbejd videre der, eller luk det, før du åbner igen.",
            ],
            Self::AlreadyThere => [
                "Der ligger allerede en mappe på denne computer.",
                "Den er ikke ændret.",
                "Åbn den i stedet for at oprette en ny.",
            ],
            Self::NotOpen => [
                "Mappen er låst.",
                "Alt, hvad der var gemt, ligger krypteret på disken.",
                "Lås mappen op, og prøv igen.",
            ],
            Self::WhoAreYou => {
                ["Feltmappen ved ikke, hvem du er.", "Intet er ændret.", "Skriv dit navn og vælg din enhed først."]
            }
            Self::NotHere => [
                "Det, du åbnede, ligger ikke på computeren.",
                "Alt andet er uændret.",
                "Søg efter det igen, eller gå tilbage til listen.",
            ],
            Self::ChangedMeanwhile => [
                "Feltet blev ændret imens.",
                "Din tekst står her endnu, og den anden udgave ligger i historikken.",
                "Læs feltet igen, og gem det, du vil beholde.",
            ],
            Self::BadValue => [
                "Værdien kan ikke stå i feltet.",
                "Det, der stod før, er uændret.",
                "Skriv almindelig tekst på højst 1 MB.",
            ],
            Self::FileTooLarge => [
                "Filen er for stor til at blive læst ind.",
                "Intet er læst ind.",
                "Del filen, så hver del er under 50 MB, og læs delene ind én ad gangen.",
            ],
            Self::FileUnreadable => [
                "Filen kan ikke læses som en tabel med overskrifter.",
                "Intet er læst ind.",
                "Gem den som CSV med semikolon og overskrifter i første linje, og vælg den igen.",
            ],
            Self::MappingIncomplete => [
                "Mindst én kolonne mangler at blive valgt.",
                "Intet er læst ind endnu.",
                "Vælg, hvilken kolonne der er CVR-nummer, og hvilken der er navn.",
            ],
            Self::NoFile => ["Der er ingen fil i gang.", "Det, der allerede er læst ind, er gemt.", "Vælg filen igen."],
            Self::Frozen => [
                "Denne version er i brug og kan ikke ændres.",
                "Versionen og alle svar er uændrede.",
                "Lav en ny version, og ret i den.",
            ],
            Self::Closed => [
                "Match-tjekket er afsluttet og kan ikke rettes.",
                "Intet er ændret.",
                "Genåbn det, hvis noget skal være anderledes.",
            ],
            Self::WrongStep => [
                "Det kan ikke gøres, sådan som det står nu.",
                "Intet er ændret.",
                "Se, om det allerede er afsluttet eller aflyst, og åbn det igen først.",
            ],
            Self::NotConfirmed => [
                "Noget i teksten ligner et CPR-nummer eller et navn på en borger.",
                "Intet er sendt, og teksten står her endnu.",
                "Ret teksten, eller bekræft, at den må forlade computeren.",
            ],
            Self::NoMailProgram => [
                "Computerens mailprogram kunne ikke åbnes.",
                "Resuméet er gemt.",
                "Kopiér teksten, og sæt den ind i en mail.",
            ],
            Self::CannotExport => [
                "Filen kunne ikke lægges i mappen til hentede filer.",
                "Det, den er lavet af, ligger uændret i Feltmappen.",
                "Se, om der er plads på disken, og om du må skrive i mappen, og prøv igen.",
            ],
            Self::BadAddress => [
                "Adressen kan ikke bruges.",
                "Intet er ændret, og intet er sendt.",
                "Skriv adressen, som din administrator har givet dig. Den begynder med https://.",
            ],
            Self::BadToken => [
                "Koden kan ikke bruges.",
                "Intet er ændret, og intet er sendt.",
                "Kopiér hele koden igen, uden mellemrum.",
            ],
            Self::DecidedMeanwhile => [
                "Det er allerede afgjort.",
                "Det, der blev valgt, er gemt.",
                "Se siden igen. Det, der stadig venter, står på den.",
            ],
            Self::NotARescueFile => [
                "Filen er ikke en fil med usendt arbejde fra Feltmappen.",
                "Intet er læst ind.",
                "Vælg filen, der slutter på .feltmappe.",
            ],
            Self::RescueTooLarge => [
                "Filen er for stor til at være en fil med usendt arbejde fra Feltmappen.",
                "Intet er læst ind.",
                "Vælg filen, der slutter på .feltmappe.",
            ],
            Self::RescueNewer => [
                "Filen er lavet af en nyere udgave af Feltmappen.",
                "Intet er læst ind, og filen er uændret.",
                "Opdatér Feltmappen på denne computer, og læs filen ind igen.",
            ],
            Self::CannotRescue => [
                "Filen kunne ikke lægges i mappen til hentede filer.",
                "Arbejdet ligger her endnu, som det lå.",
                "Se, om der er plads på disken, og om du må skrive i mappen, og prøv igen.",
            ],
            Self::AttachmentTooLarge => [
                "Bilaget er for stort.",
                "Bilaget er ikke gemt. Alt andet er uændret.",
                "Et bilag må fylde højst 64 MB. Scan det i sort-hvid eller i flere dele, og vælg det igen.",
            ],
            Self::AttachmentUnreadable => [
                "Filen kan ikke læses.",
                "Bilaget er ikke gemt. Alt andet er uændret.",
                "Se, om filen stadig ligger, hvor du valgte den, og vælg den igen.",
            ],
            Self::AttachmentNotHere => [
                "Bilaget er ikke hentet til denne computer endnu.",
                "Alt andet er her.",
                "Det bliver hentet, når der er net. Åbn det igen lidt efter.",
            ],
            Self::NoPrinters => [
                "Computerens printere svarer ikke.",
                "Intet er skrevet ud, og intet er ændret.",
                "Se, om der er en printer på computeren, eller gem papiret som PDF.",
            ],
            Self::NoSuchPrinter => [
                "Printeren er ikke på computeren mere.",
                "Intet er skrevet ud, og intet er ændret.",
                "Vælg en anden printer, eller gem papiret som PDF.",
            ],
            Self::NotPrinted => [
                "Printeren tog ikke imod papiret.",
                "Intet er skrevet ud, og intet er ændret.",
                "Se, om printeren er tændt, og prøv igen, eller gem papiret som PDF.",
            ],
            Self::PrinterCannot => [
                "Printeren kan ikke tage imod papiret fra Feltmappen.",
                "Intet er skrevet ud, og intet er ændret.",
                "Vælg en anden printer, eller gem papiret som PDF, og skriv det ud derfra.",
            ],
            Self::PaperUndrawable => [
                "I teksten står der tegn, som ikke kan trykkes.",
                "Papiret er ikke lavet. Teksten er, som den var.",
                "Skriv det med latinske bogstaver, navne som i passet, og uden billedtegn. Vis så papiret igen.",
            ],
            Self::PaperHasCpr => [
                "I teksten står der noget, som ligner et CPR-nummer eller en alder, og papiret er til virksomheden.",
                "Papiret er ikke lavet. Teksten er, som den var.",
                "Fjern det fra teksten, og prøv igen.",
            ],
            Self::PaperEmpty => [
                "Der er ikke skrevet noget, som kan stå på papiret.",
                "Papiret er ikke lavet. Intet er ændret.",
                "Skriv teksten, og prøv igen.",
            ],
            Self::PaperIncomplete => [
                "Der mangler noget, som skal stå på papiret.",
                "Papiret er ikke lavet. Det, der er skrevet, er gemt.",
                "Udfyld det, der mangler, og prøv igen.",
            ],
            Self::NotSavedThere => [
                "Filen kunne ikke gemmes der.",
                "Det, den er lavet af, ligger uændret i Feltmappen.",
                "Se, om der er plads på disken, og om du må skrive i mappen, og prøv igen.",
            ],
            Self::PaperAltered => [
                "Et dokument er ikke, som da det blev gemt.",
                "Det er ikke taget med eller vist. Det, der ligger i Feltmappen, er ikke rørt.",
                "Tal med jeres databeskyttelsesrådgiver, og bed jeres it-support se efter i en sikkerhedskopi.",
            ],
            Self::Sealed => [
                "Det er afsluttet og kan ikke ændres.",
                "Alt står, som det blev gjort færdigt.",
                "Er noget anderledes nu, så lav et nyt. Et samtykke kan altid trækkes tilbage.",
            ],
            Self::NotPermitted => [
                "CV'et må ikke sendes, som det står nu.",
                "CV'et er ikke sendt, og intet er ændret.",
                "Se på siden, hvad der mangler. Kandidaten kan også selv søge jobbet.",
            ],
            Self::FinaliseAgain => [
                "Samtykket kan ikke sendes igen, som det blev gjort færdigt.",
                "Intet er sendt, og det, der ikke blev modtaget, ligger her endnu.",
                "Åbn samtykket, læs det igennem, og færdiggør det igen. Ligger ændringerne stadig og venter her, så kassér dem først.",
            ],
            Self::NotCoordinator => [
                "Kun ordrens tovholder kan godkende CV'et.",
                "Intet er ændret, og CV'et er ikke sendt.",
                "Bed tovholderen åbne siden og godkende.",
            ],
            Self::NotAPaper => [
                "Filen er hverken en PDF, et JPEG- eller et PNG-billede.",
                "Den er ikke gemt. Alt andet er uændret.",
                "Scan den underskrevne erklæring som PDF eller billede, og vælg den igen.",
            ],
            Self::Internal => [
                "Noget gik galt i Feltmappen.",
                "Det, der var gemt, er gemt. Teksten på skærmen står der endnu.",
                "Prøv igen. Sker det igen, så luk og åbn Feltmappen.",
            ],
        }
    }
}
