# Alle Texte des Shops. Argumente werden maskiert; Auszeichnung (Telegram-HTML) steht nur hier.

# Start
greeting = 👋 Willkommen bei <b>{ $shop }</b>, { $name }!

    Such dir etwas aus, bezahle mit Krypto, und es gehört dir. Alles geschieht hier im Chat.
home-title = <b>{ $shop }</b>
home = Was möchtest du tun?
home-credit = 💰 Dein Guthaben: <b>{ $credit }</b>
button-catalogue = 🛍 Katalog
button-cart = 🛒 Warenkorb
button-orders = 📦 Bestellungen
button-cart-full = 🛒 Warenkorb ({ $count } · { $total })
button-language = 🌐 Sprache
button-talk = 💬 Schreib uns
button-cancel = ✖️ Abbrechen
button-do-nothing = ↩️ Nichts tun
button-pay-now = 💳 Jetzt bezahlen: { $code }
button-follow = 🔎 { $code } verfolgen
home-unpaid = ⏳ <b>{ $code }</b> wartet auf deine Zahlung. Die Frist endet { $left }.
home-partial = 🔸 <b>{ $code }</b>: Es fehlen noch <b>{ $missing } { $asset }</b>. Die Frist endet { $left }.
home-checking = 🔎 <b>{ $code }</b>: Die Zeit ist um; die Blockchain wird noch einmal gefragt.
home-minutes = { $count ->
        [one] in einer Minute
       *[other] in { $count } Minuten
    }
home-seen = 🔎 <b>{ $code }</b>: Deine Zahlung ist gesehen.
home-packing = 📦 <b>{ $code }</b> wird gepackt.
home-packing-more = 📦 … und { $count } weitere.
button-shop = 🛠 Shop
button-shop-todo = 🛠 Shop ({ $todo })
shop-to-ship = { $count } zu verschicken
shop-to-decide = { $count ->
        [one] { $count } Entscheidung
       *[other] { $count } Entscheidungen
    }
command-start = Der Shop
command-search = Etwas finden
command-support = Schreib uns
command-language = Sprache
command-help = So funktioniert es
command-admin = Den Shop verwalten
button-help = ❓ Hilfe
button-home = 🏠 Start
button-back = ‹ Zurück
button-more = Weiter ›
button-less = ‹ Vorige
help = <b>So funktioniert es</b>

    1. Leg etwas in den Warenkorb.
    2. Geh zur Kasse und wähle eine Währung. Deine Ware wird { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    } lang für dich zurückgehalten, während du bezahlst.
    3. Sende den genauen Betrag an die angezeigte Adresse. Jede Adresse wird nur einmal benutzt.
    4. Digitale Ware kommt von selbst, sobald die Zahlung bestätigt ist; alles andere wird verschickt.

    Zu viel oder zu spät bezahlt? Was binnen { $days } Tagen nach der Frist ankommt, ist nicht verloren: Es wird dir gutgeschrieben, oder die Bestellung gehört doch noch dir.
languages = Welche Sprache soll ich sprechen?
language-set = Ab jetzt spreche ich Deutsch.

# Katalog
catalogue = <b>Katalog</b>

    Wähle eine Kategorie, oder schreib einfach, was du suchst.
category-path = { $path } ›
category = <b>{ $name }</b>

    Wähle einen Artikel.
catalogue-empty = Der Shop hat gerade nichts im Angebot. Schau bitte später wieder vorbei.
category-button = { $name } ({ $count })
product-button = { $name } · { $price }
product-button-from = { $name } · ab { $price }
product-button-sold-out = { $name } · ausverkauft
product-choose = Wähle eine Ausführung:
variant-button = { $name } · { $price }
variant-button-sold-out = { $name } · ausverkauft
product-button-reduced = 🏷 { $name } · { $price }
product-button-from-reduced = 🏷 { $name } · ab { $price }
card-name = <b>{ $name }</b>
card-name-linked = <b><a href="{ $link }">{ $name }</a></b>
card-description = { $description }
card-price = Preis: <b>{ $price }</b>
card-price-reduced = Preis: <s>{ $full }</s> <b>{ $price }</b>
card-left = { $left ->
        [0] <b>Ausverkauft</b>
        [one] Nur noch <b>{ $left }</b> da
       *[other] Noch <b>{ $left }</b> da
    }
card-left-few = Nur noch <b>wenige</b> da
card-left-many = Vorrätig
button-many-more = +{ $count }
button-copy-link = 🔗 Link kopieren
button-whole-text = 📖 Ganzer Text
button-want = { $kind ->
        [back] 🔔 Sag mir, wenn es wieder da ist
       *[cheaper] 📉 Sag mir, wenn es billiger wird
    }
button-unwant = { $kind ->
        [back] 🔕 Nicht mehr Bescheid sagen
       *[cheaper] 🔕 Nicht mehr Bescheid sagen
    }
want-noted = { $kind ->
        [back] 🔔 Notiert. Wenn es wieder zu haben ist, erfährt es zuerst, wer zuerst gefragt hat.
       *[cheaper] 📉 Notiert. Du erfährst es einmal, wenn es weniger kostet.
    }
want-dropped = { $kind ->
        [back] 🔕 Du bekommst keinen Bescheid mehr.
       *[cheaper] 🔕 Du bekommst keinen Bescheid mehr.
    }
wish-back = 🔔 <b>{ $name }</b> ist wieder da, für <b>{ $price }</b>. Es ist nicht für dich zurückgelegt: Wer zuerst kommt, bekommt es.
wish-gone-again = 🔔 <b>{ $name }</b> war wieder da, ist aber schon wieder ausverkauft.
wish-cheaper = 📉 <b>{ $name }</b> kostet jetzt <b>{ $price }</b>; als du gefragt hast, waren es { $before }.
wish-was-cheaper = 📉 <b>{ $name }</b> war eine Weile billiger. Jetzt kostet es wieder { $price }.
button-look = 🔎 Ansehen
button-buy = 🛒 Kaufen
button-all = { $sort ->
        [best] 🔥 Meistgekauft
       *[new] 🗂 Alle Artikel
    }
button-numbers = 🔢 Nach Nummer
button-sort = { $sort ->
        [new] Neu
        [price] Preis
       *[popular] Beliebt
    }
button-sorted = ✓ { $label }
list-all = <b>Alle Artikel</b>
list-best = 🔥 <b>Meistgekauft</b>

    Was in den letzten 30 Tagen am meisten gekauft wurde.
list-empty = Hier ist gerade nichts.
numbers = <b>Nach Nummer</b>

    Drück auf eine Nummer, oder schreib sie jederzeit einfach hierhin.
number-line = <b>{ $number }</b> · { $product }
search-found = 🔎 Das passt zu <b>{ $words }</b>:
search-nothing = 🔎 Zu <b>{ $words }</b> passt nichts.
search-how = 🔎 Was suchst du? Schreib es einfach hierhin: Ein, zwei Wörter genügen, und ein Tippfehler schadet nicht. Was zu nichts im Angebot passt, geht als Nachricht an den Shop.
button-ask-this = 💬 Das war für den Shop gemeint
cart-moved = ⚠️ Beim Hineinlegen waren es { $before }.
button-quantity = { $quantity }
button-less-quantity = −
button-more-quantity = +
button-type-quantity = ⌨️ Zahl eintippen
button-add = 🛒 { $quantity } dazulegen · { $price }
type-quantity = Wie viele <b>{ $name }</b>? Schick mir eine Zahl von 1 bis { $maximum }.
cart-added = Liegt im Warenkorb.

# Warenkorb und Kasse
cart-numbered = { $number }. { $line }
cart-empty-question = Alles aus dem Warenkorb nehmen ({ $count ->
        [one] { $count } Artikel
       *[other] { $count } Artikel
    })?
button-empty = 🗑 Ja, leeren
button-keep-cart = ‹ Behalten
button-remove = 🗑
button-line-gone = { $number } · ausverkauft
button-line-held = { $number } · 🧾
button-line-named = { $line } · { $name }
button-product = 🔎 Ansehen
button-back-to-cart = ‹ Warenkorb
cart = <b>Dein Warenkorb</b>
cart-line = { $quantity } × { $name } · { $total }
cart-line-reduced = { $quantity } × { $name } · { $total }
    ⚠️ nur noch { $quantity } von { $wanted } da
cart-line-gone = { $name }: ⚠️ gerade nicht zu haben
cart-line-held = { $quantity } × { $name }: 🧾 in Bestellung <b>{ $code }</b>
cart-held = 🧾 { $quantity ->
        [one] 1 weiteres ist
       *[other] { $quantity } weitere sind
    } in Bestellung <b>{ $code }</b>
cart-total = Summe: <b>{ $total }</b>
cart-empty = Dein Warenkorb ist leer.
button-checkout = ✅ Zur Kasse
button-line = { $number } · { $quantity }/{ $available }
button-line-many = { $number } · { $quantity }
button-clear = 🗑 Leeren
button-continue = 🛍 Weiter einkaufen
choose-coin-none = Gerade hat keine Währung einen verlässlichen Kurs. Versuch es bitte in ein paar Minuten wieder; dein Warenkorb bleibt, wie er ist.
choose-coin = <b>Kasse</b>
choose-coin-credit = 💰 Guthaben: <b>−{ $used }</b>
choose-coin-how = Wie möchtest du bezahlen? Der Betrag steht fest, sobald du bestellst.
choose-credit-only = Dein Guthaben deckt alles ab.
choose-coin-missing = Gerade ohne verlässlichen Kurs und darum nicht dabei: { $coins }.
button-credit-off = ☐ { $credit } Guthaben verwenden
button-credit-on = ☑️ { $credit } Guthaben verwenden
button-pay-credit = ✅ Mit Guthaben zahlen
button-coin = { $sign } { $asset } { $amount } · { $wait }
type-delivery = 📮 Wohin sollen wir es schicken? Schick mir die vollständige Anschrift in einer Nachricht. Du siehst sie vor dem Bestellen noch einmal.
placed = ✅ Bestellung <b>{ $code }</b> wurde aufgegeben. Wie es um sie steht, sagt ihre Rechnung.
placed-paid = ✅ Bestellung <b>{ $code }</b> wurde aufgegeben und mit deinem Guthaben bezahlt.
button-my-order = 🧾 { $code }
choose-coin-rest = Zu zahlen: <b>{ $rest }</b>
button-coin-too-small = { $sign } { $asset } · Summe zu klein
wait = { $minutes ->
        [0] &lt;1 Min.
       *[other] ~{ $minutes } Min.
    }
button-last-address = 📮 Wie beim letzten Mal: { $street }
confirm-address = 📮 <b>Lieferung an:</b>
    <blockquote>{ $delivery }</blockquote>
confirm-coin = Du bezahlst mit <b>{ $coin }</b>. Der Betrag steht fest, sobald du bestellst.
confirm-earlier-edited = ✏️ Du hast eine frühere Nachricht geändert. Es zählt die letzte, die du geschickt hast:
confirm-quoted = <blockquote>{ $text }</blockquote>
button-place = ✅ Bestellen
button-change-address = ✏️ Adresse ändern
button-not-an-address = 💬 Das war für den Shop gedacht
changed-gone = ⚠️ { $name }: gerade nicht zu haben
changed-new = ⚠️ { $name }: jetzt { $quantity } in der Bestellung
changed-price = ⚠️ { $name }: { $before } → { $now }
changed-quantity = ⚠️ { $name }: { $before } → { $now }

# Gespräch
talk = 💬 <b>Schreib uns</b>

    Schreib einfach hier, worum es geht; auch Bilder sind willkommen. Ein Mensch aus dem Shop liest es, und die Antwort kommt in diesen Chat.
talk-orders = Er sieht, wer du bist, und deine offene Bestellung: <b>{ $codes }</b>.
talk-handed-on = 💬 An den Shop geschickt. Die Antwort kommt hier.
talk-change-lost = ✏️ Diese Änderung wurde nicht verschickt: Der Shop hat, was du vorher geschrieben hast. Änderungen gehen nur ein paarmal hinaus; bitte schreib das Neue in ein paar Minuten als eigene Nachricht.
talk-change-lost-answer = ✏️ Diese Änderung wurde nicht verschickt: Der Kunde hat, was du vorher geschrieben hast. Änderungen gehen nur ein paarmal hinaus; bitte schick das Neue als weitere Antwort.
talk-changed-into-command = ✏️ Du hast eine Nachricht in einen Befehl geändert. Eine Änderung bewirkt nichts und geht an niemanden; falls ich auf eine Antwort gewartet habe, tue ich es nicht mehr. Hier ist das Menü.
talk-photo-of-product = Ein Foto mit Worten darunter beginnt ein Produkt: <code>Hafenbecher / 12,50 / Fasst 0,3 l</code>
talk-to-nobody = Du bist selbst der Shop: Um jemandem zu antworten, drück auf 💬 Antworten unter der Nachricht oder antworte direkt darauf.
talk-changed-too-late = ✏️ Du hast eine frühere Nachricht geändert. Sie hat schon gewirkt, als sie kam, und die Änderung bewirkt nichts mehr.{ $shop ->
        [yes] {""}
       *[no] {" "}Wenn etwas zu berichtigen ist, schreib es einfach hier.
    }
talk-question = 💬 <b>Ein Kunde schreibt:</b>
talk-question-edited = ✏️ <b>Ein Kunde hat eine Nachricht geändert. Sie lautet jetzt:</b>
talk-person = <a href="tg://user?id={ $id }">{ $name }</a>
talk-question-order = Offene Bestellung: <b>{ $code }</b>
talk-answer = 💬 <b>Der Shop antwortet:</b>
talk-answer-edited = ✏️ <b>Der Shop hat seine Antwort geändert. Sie lautet jetzt:</b>
talk-answered = ↩️ <b>{ $admin }</b> hat <b>{ $name }</b> geantwortet:
talk-answered-edited = ✏️ <b>{ $admin }</b> hat die Antwort an <b>{ $name }</b> geändert:
talk-type-answer = 💬 Deine Nachricht an <b>{ $name }</b>: Schick sie jetzt, als Text oder als Bild. Sie geht so hinaus, wie sie ist.
talk-sent = ✅ An <b>{ $name }</b> unterwegs. Kommt es nicht an, erfährst du es.
talk-unheard = 📵 <b>{ $name }</b> hat den Bot blockiert: Deine Antwort ist nicht angekommen. Sie geht noch einmal hinaus, sobald die Person wieder da ist.
talk-sent-later = 🕓 <b>{ $name }</b> hat den Bot blockiert. Deine Antwort kommt an, sobald die Person wieder da ist.
talk-uncopied = Diese Nachricht wurde inzwischen gelöscht, oder Telegram lässt sie nicht kopieren.
talk-waits = 💬 <b>Wartet auf eine Antwort:</b>
talk-waits-no-more = 💬 Von dieser Person wartet nichts mehr auf eine Antwort.
button-answer = 💬 Antworten
button-put-aside = 🗂 Beiseitelegen
put-aside-toast = Beiseitegelegt: Es wartet auf keine Antwort mehr.
put-aside-before-toast = Es wartet schon auf keine Antwort mehr.
button-talk-order = 🧾 { $code }
leave-words = menü, menu, abbrechen, zurück, start, stopp, stop, ende, hauptmenü, cancel, back

# Rechnung
invoice-head = 🧾 <b>Bestellung { $code }</b> · <b>{ $total }</b>
invoice-line = { $quantity } × { $name } · { $total }
invoice-lines-more = … und { $count } weitere
invoice-change = ⚠️ { $name }: { $got ->
        [0] war nicht zu haben, gestrichen
       *[other] nur noch { $got } von { $wanted } da
    }
invoice-ship = 📮 { $delivery }
invoice-credit = 💰 Guthaben: <b>−{ $used }</b>
invoice-credit-back = 💰 <b>{ $used }</b>, die sie nutzte, gingen in dein Guthaben zurück.
invoice-rest = Zu zahlen: <b>{ $rest }</b>
invoice-pay = Sende genau <b>{ $amount } { $asset }</b> an
    <code>{ $address }</code>
    (1 { $asset } ≈ { $rate }, fest für diese Bestellung)
invoice-same-address = <code>{ $address }</code>
invoice-network = ⚠️ { $asset ->
        [BTC] Nur BTC im Bitcoin-Netz.
        [LTC] Nur LTC im Litecoin-Netz.
        [ETH] Nur ETH auf Ethereum selbst, nicht auf Base, Arbitrum, BNB Chain oder in einem anderen Netz.
        [SOL] Nur SOL im Solana-Netz, keine Token.
       *[other] Nur { $asset } im Netz { $network }.
    }
invoice-deadline = ⏳ Für dich zurückgehalten bis { $absolute }; die Frist endet { $relative }.
invoice-then = Danach: { $finality ->
        [depth] { $required ->
            [one] 1 Bestätigung
           *[other] { $required } Bestätigungen
        }
       *[other] bis das Netz sie für endgültig erklärt
    }, { $minutes ->
        [0] unter einer Minute
        [one] etwa eine Minute
       *[other] etwa { $minutes } Minuten
    }; { $goods ->
        [refill] dann ist sie dein Guthaben.
        [physical] dann packen wir die Ware.
        [both] das Digitale kommt hier an, den Rest packen wir.
       *[digital] die Ware kommt hier an.
    }
invoice-what-if = { $sent ->
        [no] Zu wenig? Sende den Rest an dieselbe Adresse. Zu viel oder zu spät?
       *[yes] Zu viel oder zu spät?
    } Was binnen { $days } Tagen nach der Frist ankommt, ist nicht verloren.
invoice-moved = 🧾 <b>Bestellung { $code }</b>: Alles dazu steht weiter unten.
button-copy-address = 📋 Adresse kopieren
button-copy-amount = 📋 { $amount } { $asset } kopieren
button-check = 🔄 Jetzt prüfen
button-cancel-order = ✖️ Stornieren
button-already-paid = 🙋 Ich habe schon bezahlt
invoice-replaced = 🪙 Du hast eine andere Währung gewählt: An die Stelle dieser Bestellung ist <b>{ $code }</b> getreten. Bitte sende nichts mehr an die alte Adresse; was dort trotzdem ankommt, wird dir gutgeschrieben.
button-other-coin = 🪙 Andere Währung
other-coin-credit = Dein Guthaben deckt alles. Wenn du damit bezahlst, zahl nicht mehr mit { $coin }.
other-coin-changed = ⚠️ Dein Guthaben, oder was eine Zahlungsart kostet, ist nicht mehr, was es war, als du das gesehen hast. Es wurde nichts geändert; so sieht es jetzt aus.
other-coin = 🪙 <b>Andere Währung für Bestellung { $code }</b>
other-coin-how = Die Ware bleibt zu diesen Preisen für dich zurückgelegt, aber nicht länger als bisher: bis { $absolute }; die Frist endet { $relative }. Der Betrag steht fest, sobald du eine Währung wählst; zahl dann nicht mehr mit { $coin }. Wechseln kannst du noch { $left ->
        [one] einmal
        [2] zweimal
       *[other] { $left }-mal
    }.
other-coin-none = Gerade hat keine andere Währung einen verlässlichen Kurs. Die Bestellung bleibt, wie sie ist.
other-coin-only = Dieser Shop nimmt keine andere Währung. Die Bestellung bleibt, wie sie ist.
button-keep-coin = ↩️ Bei { $coin } bleiben
coin-kept-toast = Die Rechnung bleibt, wie sie ist.
switched = 🪙 Bestellung <b>{ $code }</b> tritt an die Stelle von <b>{ $old }</b>; wie du sie bezahlst, steht in ihrer eigenen Rechnung. Bitte sende nichts mehr an die alte Adresse: Was dort trotzdem ankommt, wird dir gutgeschrieben.
switched-paid = ✅ Bestellung <b>{ $code }</b> tritt an die Stelle von <b>{ $old }</b> und ist mit deinem Guthaben bezahlt. Bitte sende nichts mehr an die alte Adresse: Was dort trotzdem ankommt, wird dir gutgeschrieben.
button-order-again = 🔁 Noch einmal bestellen
ask-cancel-order = ✖️ Bestellung <b>{ $code }</b> stornieren? Die Ware geht zurück ins Regal; dein Warenkorb bleibt, wie er ist.
button-cancel-yes = ✖️ Ja, stornieren
button-cancel-no = ‹ Behalten
order-cancelled-toast = Bestellung { $code } ist storniert.
standing-waiting = Noch keine Zahlung zu sehen. Meist dauert es eine Minute, bis sie auftaucht.
check-unasked = Die Blockchain antwortet gerade nicht; das ist der letzte Stand.
check-brief = { $code }: { $label }. Alles dazu steht in der eigenen Nachricht der Bestellung.

# Was über das Geld einer Bestellung bekannt ist
standing-waiting-vanished = 🔎 Die Zahlung, die zu sehen war, ist wieder aus dem Netz verschwunden; jetzt ist keine da.
standing-partial = 🔸 <b>{ $seen } { $asset }</b> von { $due } sind angekommen. Es fehlen noch <b>{ $missing } { $asset }</b>, an dieselbe Adresse.
standing-partial-unconfirmed = 🔸 <b>{ $seen } { $asset }</b> von { $due } sind zu sehen, aber noch in keinem Block. Es fehlen noch <b>{ $missing } { $asset }</b>, an dieselbe Adresse.
standing-partial-mixed = 🔸 <b>{ $seen } { $asset }</b> von { $due } sind zu sehen, aber noch nicht alles in einem Block. Es fehlen noch <b>{ $missing } { $asset }</b>, an dieselbe Adresse.
standing-unconfirmed = 🔎 Zahlung gesehen: <b>{ $seen } { $asset }</b>, aber noch in keinem Block. Deine Ware bleibt mindestens bis { $held } zurückgehalten; danach kann die Zahlung als verspätet gelten.
standing-confirming = 🔎 Zahlung gesehen: <b>{ $seen } { $asset }</b>. Die Uhr steht, deine Ware bleibt zurückgehalten.
    { $bar } { $depth } von { $required } · { $minutes ->
        [0] unter einer Minute
        [one] etwa eine Minute
       *[other] etwa { $minutes } Minuten
    }
standing-finalising = 🔎 Zahlung gesehen: <b>{ $seen } { $asset }</b>. Die Uhr steht, deine Ware bleibt zurückgehalten.
    Ich warte, bis das Netz sie für endgültig erklärt: { $minutes ->
        [0] unter einer Minute
        [one] etwa eine Minute
       *[other] etwa { $minutes } Minuten
    }
standing-checking = 🔎 Die Zeit ist um, und keine Zahlung war zu sehen. Ich frage noch einmal in der Blockchain nach, bevor ich diese Bestellung schließe.
standing-checking-vanished = 🔎 Die Zeit ist um, und die Zahlung, die zu sehen war, ist wieder aus dem Netz verschwunden. Ich frage noch einmal in der Blockchain nach, bevor ich diese Bestellung schließe.
standing-checking-seen = 🔎 Die Zeit ist um. <b>{ $seen } { $asset }</b> von { $due } waren zu sehen; ich frage noch einmal in der Blockchain nach, bevor ich diese Bestellung schließe.
standing-paid = ✅ <b>Bezahlt.</b> Danke!
standing-packing = ✅ <b>Bezahlt.</b> Wir packen deine Bestellung und sagen dir, wenn sie unterwegs ist.
standing-unfilled = ✅ <b>Bezahlt.</b> 😟 Etwas davon konnte nicht automatisch geliefert werden. Ein Mensch kümmert sich darum; nichts geht verloren.
standing-doubted = ✅ <b>Bezahlt.</b> 🔎 Die Zahlung ist aber seither aus dem Netz verschwunden. Ein Mensch sieht sie sich an, bevor etwas verschickt wird.
standing-shipped = 🚚 <b>Verschickt.</b> Deine Bestellung ist unterwegs zu dir.
standing-delivered = ✅ <b>Bezahlt.</b> Geliefert; danke!
standing-expired = ⌛ <b>Abgelaufen.</b> Die Ware liegt wieder im Regal.
standing-cancelled = ✖️ <b>Storniert.</b> Die Ware liegt wieder im Regal.
standing-cancelled-by-shop = ✖️ <b>Vom Shop storniert.</b>
standing-reason = Grund: { $reason }
money-none = Es war keine Zahlung zu sehen. Was bis { $date } noch ankommt, ist nicht verloren.
money-unchecked = Als die Zeit um war, antwortete die Blockchain nicht. Wenn du bezahlt hast, findet sich das, sobald sie wieder antwortet.
money-unwatched = Bis { $date } war keine Zahlung zu sehen, und die Adresse wird nicht mehr beobachtet. Wenn du bezahlt hast, schreib uns bitte.
money-vanished = Die Zahlung, die zu sehen war, ist wieder aus dem Netz verschwunden; taucht sie bis { $date } noch einmal auf, ist sie nicht verloren.
money-arrived = <b>{ $seen } { $asset }</b> von { $due } kamen an.
money-late-seen = 🔎 <b>{ $pending } { $asset }</b> von { $due } sind zu sehen, aber noch in keinem Block. Sobald sie endgültig sind, bekommst du die Ware, wenn es dafür reicht und wir noch liefern können, sonst Guthaben.
money-late-arrived = 🔎 <b>{ $pending } { $asset }</b> von { $due } kamen { $came ->
        [late] nach der Frist an
        [short] an, das ist zu wenig
       *[otherwise] an
    }. Sobald sie endgültig sind, bekommst du die Ware, wenn es dafür reicht und wir noch liefern können, sonst Guthaben.
money-more-seen = 🔎 Weitere <b>{ $pending } { $asset }</b> sind zu sehen, aber noch in keinem Block. Sobald sie endgültig sind, werden sie dir gutgeschrieben.
money-more-arrived = 🔎 Weitere <b>{ $pending } { $asset }</b> kamen an. Sobald sie endgültig sind, werden sie dir gutgeschrieben.
money-owed-seen = 🔎 <b>{ $pending } { $asset }</b> sind zu sehen, aber noch in keinem Block. Sobald sie endgültig sind, bezahlen sie zuerst die Bestellung; was darüber hinausgeht, wird dir gutgeschrieben.
money-owed-arrived = 🔎 <b>{ $pending } { $asset }</b> kamen an. Sobald sie endgültig sind, bezahlen sie zuerst die Bestellung; was darüber hinausgeht, wird dir gutgeschrieben.
money-first-seen = 🔎 <b>{ $pending } { $asset }</b> sind zu sehen, aber noch in keinem Block. Sobald sie endgültig sind, werden sie dir gutgeschrieben.
money-first-arrived = 🔎 <b>{ $pending } { $asset }</b> kamen an. Sobald sie endgültig sind, werden sie dir gutgeschrieben.
money-credited = 💰 <b>{ $amount }</b> wurden dir gutgeschrieben. An der Kasse wird es dir angeboten.
money-refund-open = ↩️ <b>{ $amount }</b> liegen bereit und gehen als <b>{ $units } { $asset }</b> an dich zurück.
money-refund-sent = ↩️ <b>{ $amount }</b> sind als <b>{ $units } { $asset }</b> auf dem Weg zurück zu dir.
money-refund-confirmed = ↩️ <b>{ $amount }</b> gingen als <b>{ $units } { $asset }</b> an dich zurück.
label-waiting = zu bezahlen
label-partial = teils bezahlt
label-seen = Zahlung gesehen
label-checking = wird geprüft
label-paid = bezahlt
label-packing = wird gepackt
label-unfilled = bezahlt, wird angesehen
label-doubted = wird angesehen
label-shipped = verschickt
label-delivered = geliefert
label-expired = abgelaufen
label-expired-late = abgelaufen, Zahlung gesehen
label-expired-money = abgelaufen, Geld kam
label-cancelled = storniert
label-cancelled-late = storniert, Zahlung gesehen
label-cancelled-money = storniert, Geld kam

# Nachrichten an Kunden
about-order = Bestellung <b>{ $code }</b> · { $said }
reminder = ⏰ Bestellung <b>{ $code }</b> wird bis { $absolute } für dich zurückgehalten; die Frist endet { $relative }.
paid-digital = ✅ Bestellung <b>{ $code }</b> ist bezahlt. Hier kommt deine Ware.
paid-physical = ✅ Bestellung <b>{ $code }</b> ist bezahlt. Wir packen sie jetzt und sagen dir, wenn sie unterwegs ist.
paid-both = ✅ Bestellung <b>{ $code }</b> ist bezahlt. Das Digitale kommt gleich hier; den Rest packen wir und sagen dir, wenn er unterwegs ist.
paid-unfilled = ✅ Bestellung <b>{ $code }</b> ist bezahlt.
honoured = 🤝 Bestellung <b>{ $code }</b> gehört doch noch dir: { $came ->
        [late] Deine Zahlung kam nach der Frist, aber wir hatten noch alles.
        [short] Bis zur Frist kam zu wenig an, aber wir hatten noch alles.
       *[otherwise] Wir hatten noch alles.
    } <b>{ $charged }</b> deines Guthabens haben die Ware bezahlt.{ $goods ->
        [digital] {" "}Hier kommt deine Ware.
        [physical] {" "}Wir packen sie jetzt und sagen dir, wenn sie unterwegs ist.
        [both] {" "}Das Digitale kommt gleich hier; den Rest packen wir und sagen dir, wenn er unterwegs ist.
       *[unfilled] {""}
    }
refunded = ↩️ <b>{ $amount }</b> aus Bestellung <b>{ $code }</b> gingen als <b>{ $units } { $asset }</b> an dich zurück, in Transaktion <code>{ $txid }</code>. { $final ->
        [yes] Die Zahlung ist endgültig.
       *[no] Das Netz kennt die Zahlung; endgültig ist sie noch nicht.
    }
refund-ask = ↩️ Wir möchten dir Geld zurückschicken, das für Bestellung <b>{ $code }</b> kam. Wohin? Es muss eine eigene { $asset }-Adresse von dir sein.
button-refund-give = 📮 Meine Adresse angeben
refund-type-address = Schick mir deine <b>{ $asset }</b>-Adresse im Netz { $network } für Bestellung <b>{ $code }</b>, in einer Nachricht.
refund-check-address = Ist das deine { $asset }-Adresse? Was an eine falsche geht, ist verloren.

    <code>{ $address }</code>
button-refund-confirm = ✅ Ja, dorthin
button-refund-again = ✏️ Andere Adresse
refund-confirmed = Danke. Du hörst von uns, sobald Geld zu Bestellung <b>{ $code }</b> unterwegs ist.
refunding = ↩️ Bestellung <b>{ $code }</b>: <b>{ $amount }</b> deines Guthabens liegen bereit und gehen als <b>{ $units } { $asset }</b> an dich zurück. Du hörst von uns, sobald das Netz die Zahlung kennt.
refund-back = ↩️ Bestellung <b>{ $code }</b>: Es wurde nichts gesendet. <b>{ $amount }</b> sind wieder dein Guthaben.
goods = 🎁 <b>Bestellung { $code }</b>
goods-item = <b>{ $name }</b>
    { $payload }
button-copy-good = 📋 Nr. { $number } kopieren
as-file = ✉️ Diese Nachricht ist zu lang für den Chat, oder Telegram zeigt sie nicht an. Sie steht in der Datei.
goods-file = 🎁 Bestellung { $code }: Deine Ware ist in dieser Datei.
shipped = 🚚 Bestellung <b>{ $code }</b> ist unterwegs zu dir.
credited-overpaid = 💰 Für Bestellung <b>{ $code }</b> wurde mehr bezahlt, als sie kostet. <b>{ $amount }</b> wurden dir gutgeschrieben; an der Kasse wird es dir angeboten.
credited-late = 💰 { $came ->
        [replaced] An der alten Adresse der Bestellung <b>{ $code }</b>, an deren Stelle <b>{ $new }</b> getreten ist, kam eine Zahlung an.
        [cancelled] Für Bestellung <b>{ $code }</b>, die storniert ist, kam eine Zahlung an.
        [late] Eine Zahlung für Bestellung <b>{ $code }</b> kam nach der Frist an.
        [short] Für Bestellung <b>{ $code }</b> kam bis zur Frist zu wenig an.
       *[otherwise] Für Bestellung <b>{ $code }</b> kam eine Zahlung an, die sie nicht rechtzeitig bezahlt hat.
    } <b>{ $amount }</b> wurden dir gutgeschrieben; an der Kasse wird es dir angeboten.
credited-suspended = ⚠️ Geld, das für Bestellung <b>{ $code }</b> bezahlt war, steht nicht mehr in der Blockchain. <b>{ $amount }</b>, die daraus wurden, fehlen deinem Guthaben, bis es wieder da ist.
credited-restored = 💰 Das Geld für Bestellung <b>{ $code }</b> steht wieder in der Blockchain. <b>{ $amount }</b> sind wieder in deinem Guthaben.
credited-owed = 💰 Für Bestellung <b>{ $code }</b> kamen <b>{ $amount }</b> herein. <b>{ $owed }</b> davon gleichen Guthaben aus, dessen Geld nicht mehr in der Blockchain steht; der Rest kann ausgegeben werden.
units-missing = 😟 Bestellung <b>{ $code }</b> ist bezahlt, aber etwas davon konnte nicht automatisch geliefert werden. Ein Mensch kümmert sich darum; nichts geht verloren.

# Bestellungen
orders = <b>Meine Bestellungen</b>
orders-none = Du hast noch keine Bestellungen.
order-button = { $code } · { $date } · { $status }
status-replaced = jetzt { $code }
button-goods = 🎁 Meine Ware zeigen
button-order = 🧾 Bestellung { $code }

# Verwaltung
work = 🛠 <b>Shop</b>
work-to-ship = 📦 Zu verschicken: <b>{ $count }</b>
work-to-decide = ⚖️ Anzusehen: <b>{ $count }</b>
work-refunds = ↩️ Laufende Erstattungen: <b>{ $count }</b>
button-unanswered-open = 💬 Wer auf Antwort wartet
work-failed = 📭 Nachrichten konnten nicht zugestellt werden.
work-doubted = 📦 Bestand ist fraglich und wird nicht verkauft: siehe 🩺.
work-none = Nichts zu tun. ☕
work-unwell = 🔴 Etwas funktioniert nicht: siehe 🩺.
button-upkeep = 🩺 Zustand
button-upkeep-todo = 🩺 Zustand ⚠️
button-find = 🔎 Suchen
list-title = <b>{ $which ->
        [ship] Zu verschicken
        [waiting] Zu bezahlen
        [late] Verspätet oder überzahlt
        [refunded] Erstattete Bestellungen
        [open] Zu erledigen
        [decide] Anzusehen
        [refund] Laufende Erstattungen
        [ended] Beendete Bestellungen
       *[all] Alle Bestellungen
    }</b>
list-none = Es gibt keine.
button-list = { $which ->
        [ship] 📦 Zu verschicken
        [waiting] ⏳ Zu bezahlen
        [late] 💰 Verspätet, überzahlt
        [refunded] ↩️ Erstattet
        [open] 📋 Zu erledigen
        [decide] ⚖️ Anzusehen
        [refund] ↩️ Erstattungen
        [ended] 🗄 Beendet
       *[all] 🧾 Alle
    }
find = 🔎 Was suchst du? Schick mir einen Bestellcode, den <code>@Namen</code> oder die Nummer eines Kunden, eine Transaktions-ID oder eine Zahlungsadresse.

    Es geht auch in einem Zug: <code>/admin K7Q2M</code>
found = 🔎 Zu <b>{ $word }</b> passen mehrere Bestellungen:
found-none = 🔎 Zu <b>{ $word }</b> passt keine Bestellung.
found-person = 🔎 Zu <b>{ $word }</b> passt keine Bestellung, aber diese Person:
admin-status-created = unbezahlt
admin-status-paid = zu verschicken
admin-status-shipped = erledigt
admin-status-cancelled = storniert
admin-status-expired = abgelaufen
admin-card = <b>{ $code }</b> · { $state } · <b>{ $total }</b> { $coin } { $mark }
admin-state-created = zu zahlen bis { $at }
admin-state-paid = bezahlt { $at }
admin-state-shipped = erledigt { $at }
admin-state-cancelled = { $by ->
        [shop] vom Shop storniert { $at }
       *[customer] vom Kunden storniert { $at }
    }
admin-state-expired = abgelaufen { $at }
admin-mark-final = ✅ endgültig
admin-mark-finalising = 🔎 gesehen, noch nicht endgültig
admin-mark-depth = 🔎 { $depth } von { $required } Bestätigungen
admin-card-received = Eingegangen: <b>{ $seen }</b> von { $due } { $asset } · { $value } von { $price } · { $percent } %
admin-card-received-unpriced = Eingegangen: <b>{ $seen }</b> von { $due } { $asset }, zusammen { $price } · { $percent } % · heute kein Kurs
admin-card-in-no-block = Es steckt noch in keinem Block: Es kann noch zurückgenommen werden.
admin-card-gone = ⚠️ Eine Zahlung, die zu sehen war, ist wieder aus dem Netz verschwunden.
admin-card-nothing = Es war keine Zahlung zu sehen.
admin-card-reason = Dem Kunden wurde dieser Grund genannt:
    <blockquote>{ $reason }</blockquote>
admin-payment = 🔎 <b>Zahlung von { $code }</b>
button-copy = 📋 Adresse kopieren
button-copy-part = 📋 Adresse kopieren, Teil { $part } von { $of }
button-person = 👤 { $name }
button-payment = 🔎 Zahlung
button-decide = ⚖️ Entscheiden: { $credit }
button-decided = 💰 Guthaben gelassen: { $credit }
ask-ship = 🚚 <b>{ $code }</b> als verschickt vermerken? Der Kunde erfährt, dass die Sendung unterwegs ist. Das lässt sich nicht zurücknehmen.
ask-ship-owed = ❗ { $count ->
        [one] Eine bezahlte Ware daraus ist
       *[other] { $count } bezahlte Waren daraus sind
    } noch nicht geliefert. Als verschickt vermerkt, wartet die Bestellung nicht mehr darauf: Tu es nur, wenn du das Fehlende selbst übergeben hast.
button-ship-now = 🚚 Ja, sie ist verschickt
ask-ship-lost = ⚠️ Das Geld für <b>{ $code }</b>, oder für das Guthaben darin, steht nicht mehr in der Blockchain: Es kann wiederkommen oder auch nicht. Trotzdem verschicken? Was fehlt, wird dann abgeschrieben. Der Kunde erfährt, dass die Sendung unterwegs ist. Das lässt sich nicht zurücknehmen.
button-ship-lost = 🚚 Trotzdem verschicken
ask-write-off = ⚠️ <b>{ $amount } { $asset }</b>, die für <b>{ $code }</b> gezählt waren, stehen in keinem Block mehr. Nicht länger darauf warten? Was der Kunde hat, behält er. Guthaben, das daraus wurde, bleibt gesperrt, bis sie wieder da sind.
button-write-off-now = ✖️ Abschreiben
button-write-off = ⚠️ Verlorenes Geld abschreiben …
ask-cancel-reason = ✖️ <b>{ $code }</b> stornieren und dem Kunden das sagen?
    <blockquote>{ $reason }</blockquote>
    Eine weitere Nachricht tritt an seine Stelle.
ask-cancel-unconfirmed = ⚠️ { $seen } { $asset } wurden dafür gesehen. Stecken sie in keinem Block, kann noch storniert werden; sie kommen später an oder nicht. Was später ankommt, wird Guthaben des Kunden, und du entscheidest darüber.
button-cancel-bare = ✖️ Ohne Grund stornieren
button-cancel-now = ✖️ Ja, stornieren und das sagen
ask-reveal = 🔑 Den privaten Schlüssel dieser Adresse hier für eine Minute zeigen? Wer ihn liest, kann die Coins nehmen. Der Blick steht im Protokoll.
button-reveal-now = 🔑 Ja, zeigen
decide = ⚖️ <b>{ $code }</b>: <b>{ $received }</b> von <b>{ $price }</b> eingegangen ({ $percent } %), so viel kostet die Bestellung heute.
decide-credit = ⚖️ <b>{ $code }</b>: <b>{ $credit }</b>, die dafür kamen, sind Guthaben des Kunden.
decide-used = Davon sind { $used } Guthaben, das die Bestellung schon verwendet hatte und wieder verwendet.
decide-stock = Vorrat: { $left }
decide-stock-line = { $wanted } × { $title }: { $left } vorrätig
decide-too-few = Es ist nicht mehr genug davon da.
button-honour-short = { $ships ->
        [yes] 🎁 Annehmen und verschicken, −{ $given } …
       *[no] 🎁 Trotzdem liefern, −{ $given } …
    }
button-refund-code = 🔳 QR-Code für die Wallet
refund-code = ↩️ Erstattung zu <b>{ $code }</b>: <b>{ $units } { $asset }</b> für { $amount } an
    <code>{ $address }</code>
    Sende es einmal und schick mir danach die Transaktions-ID.
acted = { $by ->
        [you] Das hast du schon getan
        [admin] { $name } war schneller
        [user] Der Kunde war schneller
       *[system] Der Shop selbst war schneller
    }. { $code }: { $act ->
        [order-paid] sie ist bezahlt
        [order-shipped] sie ist erledigt
        [order-cancelled] sie ist storniert
        [order-expired] sie ist abgelaufen
        [order-refunded] sie ist erstattet
        [credit-honoured] sie ist doch noch verkauft
        [credit-kept] das Geld bleibt Guthaben
        [refund-opened] eine Erstattung ist beiseitegelegt
        [refund-sent] die Erstattung ist gesendet
       *[refund-withdrawn] die Erstattung ist zurückgezogen
    }.
handled = ✔️ { $act ->
        [order-shipped] Als verschickt markiert
        [order-cancelled] Storniert
        [order-refunded] Erstattet
        [order-expired] Vorzeitig beendet
        [order-extended] Mehr Zeit gegeben
        [payment-by-hand] Als bezahlt angenommen
        [payment-vouched] Zahlung geglaubt
        [payment-written-off] Verlorene Coins abgeschrieben
        [credit-honoured] Doch noch verkauft
        [credit-kept] Als Guthaben belassen
        [refund-opened] Erstattung beiseitegelegt
        [refund-sent] Erstattung gesendet
        [refund-withdrawn] Erstattung zurückgezogen
        [refund-seen-to] Doppelt gezahlte Erstattung angesehen
        [complaint-granted] Ware ersetzt
       *[complaint-refused] Reklamation abgelehnt
    } durch <b>{ $name }</b>, { $at }
error-needs-nobody = ✋ Diese Bestellung braucht niemanden mehr.
error-takes-too-many = ✋ Du kümmerst dich schon um { $most } Bestellungen: Verschick welche davon, oder gib welche ab.
person-orders = Bestellungen: <b>{ $count }</b>
person-timeouts = Zeitüberschreitungen, die jetzt zählen: <b>{ $count }</b> von { $limit }
person-credit = Guthaben: <b>{ $credit }</b>
person-unreachable = 📵 Hat den Bot blockiert. Nachrichten kommen an, sobald die Person zurück ist.
person-banned = ⛔ Darf den Shop nicht benutzen.
button-forgive = 🕊 Zeitüberschreitungen erlassen
button-message = 💬 Schreiben
button-person-orders = 📦 Bestellungen
forgiven-toast = Erlassen. Es kann wieder bestellt werden.
sources-prices = <b>Kurse</b>
button-failed = 📭 Nicht zugestellt: { $count }
button-failed-open = 📭 Ansehen
button-doubted = 📦 Fraglicher Bestand
stock-in-doubt = 📦 <b>Fraglicher Bestand</b>
    Seit die Datenbank wiederhergestellt oder umgezogen wurde, weiß niemand, ob das noch da ist. Es wird nicht verkauft, bis du es freigibst. Nimm vorher heraus, was nach deinem Wissen ausgeliefert ist, zähl nach, was wirklich im Regal liegt, und berichtige den Bestand (load).
stock-in-doubt-line = { $title }: { $left } laut Büchern
stock-in-doubt-unknown = Auch was jetzt geladen wird, ist fraglich.
stock-certain = 📦 Kein Bestand ist fraglich.
stock-gone = Bekanntlich ausgeliefert und nie wieder verkauft: { $count }
button-trust = ✅ { $title }
button-trust-all = ✅ Alles freigeben
ask-trust = ✅ <b>{ $title }</b> wieder verkaufen? Wurde etwas davon schon ausgeliefert, kann es ein zweites Mal vergeben werden.
ask-trust-all = ✅ Alles wieder verkaufen, was fraglich ist ({ $n })? Was schon ausgeliefert wurde, kann ein zweites Mal vergeben werden.
button-trust-yes = ✅ Ja, es ist da
stock-trusted-toast = Es wird wieder verkauft.
stock-certain-toast = Es ist nicht mehr fraglich.
failed = 📭 <b>Nicht zugestellt</b>
    Telegram hat diese Nachrichten endgültig abgelehnt, oder sie ließen sich nicht schreiben. Was wieder abgelehnt wird, kommt hierher zurück.
failed-none = 📭 Es liegt nichts beiseite.
button-send-again = 🔁 { $number } nochmals senden
button-message-done = ✔️ { $number } ist erledigt
message-done-toast = Sie ist abgelegt.
sent-again-toast = Sie wird jetzt nochmals gesendet.
not-set-aside-toast = Diese Nachricht liegt nicht mehr beiseite.
button-unanswered = 💬 Warten auf Antwort: { $count }
unanswered-none = 💬 Niemand wartet auf eine Antwort.
admin-cancelled-toast = { $code } ist storniert.
admin-order-button = { $code } · { $status } · { $total } { $flag }
admin-card-customer = Kunde: <a href="tg://user?id={ $id }">{ $name }</a> (<code>{ $id }</code>)
admin-card-username = @{ $username }
admin-card-due = Fällig: <b>{ $due } { $asset }</b> zu { $rate } ({ $sources })
admin-card-credited = 💰 <b>{ $credited }</b> aus dieser Bestellung sind Guthaben des Kunden.
admin-card-refund = ↩️ Erstattung von { $amount } als { $units } { $asset }: { $state ->
        [open] beiseitegelegt, noch nicht gesendet
        [sent] unterwegs
        [confirmed] gesendet, endgültig
       *[withdrawn] zurückgezogen
    }
store-credit = Guthaben
admin-card-seen = Gesehen: <b>{ $seen } { $asset }</b>
admin-card-address = Adresse: <code>{ $address }</code>
    Pfad: <code>{ $path }</code>
admin-card-transfer = • { $amount } { $asset } <code>{ $txid }</code>
admin-card-delivery = 📮 Liefern an:
    <blockquote>{ $delivery }</blockquote>
admin-card-delivery-damaged = ⚠️ Die Lieferadresse ist nicht lesbar: Der gespeicherte Wert ist beschädigt, oder SECRET_KEY ist ein anderer. <code>python bot.py doctor</code> sagt mehr.
admin-card-review = ⚠️ <b>Bitte ansehen:</b> { $reason }
review-expired-unchecked = sie lief ab, während die Blockchain nicht erreichbar war. Prüfe die Adresse, bevor du den Kunden enttäuschst.
review-payment-vanished = ihre Zahlung ist nach dem Abschluss aus der Blockchain verschwunden. Nicht verschicken.
review-credit-vanished = sie war ganz bezahlt, aber Geld hinter dem Guthaben darin steht nicht mehr in der Blockchain. Sie wurde nicht ausgeliefert; was für sie kam, ist Guthaben.
review-stock-doubted = ihre Ware ist fraglich, seit die Datenbank wiederhergestellt wurde (🩺 Zustand). Freigegeben wird sie von selbst geliefert.
review-units-missing = bei der Auslieferung fehlten Stücke. Kommen welche dazu, werden sie von selbst geliefert; oder von Hand liefern und als verschickt vermerken.
review-late-money = { $came ->
        [replaced] an die Adresse von vor dem Währungswechsel kam Geld
        [cancelled] für sie kam Geld, obwohl sie storniert ist,
        [late] nach ihrer Frist kam Geld
        [short] bis zu ihrer Frist kam zu wenig Geld
       *[otherwise] für sie kam Geld, das sie nicht rechtzeitig bezahlt hat,
    } und wurde Guthaben. Entscheide, was daraus werden soll.
review-credit-waits = Es ist Geld angekommen, das auf einen verlässlichen Kurs wartet. Sobald es einen gibt, wird es Guthaben.
review-single-source-large = Nur eine Quelle weiß von dieser Zahlung, und für das Wort einer einzigen ist sie zu groß. Sieh anderswo nach und bestätige sie dann.
review-stuck-confirming = die Zahlung ist zu sehen, kommt aber seit Langem nicht voran. Sieh bei der Adresse nach: Vielleicht wurde sie ersetzt, zahlt zu wenig Gebühr oder bleibt unseren Quellen verborgen.
review-sources-disagree = nur eine Quelle meldet Geld auf der Adresse, oder zwei sind sich darüber uneinig. Auf ein einziges Wort hin wird nichts verbucht: Sieh bei der Adresse nach.
review-refund-vanished = Die Transaktion der Erstattung zahlt nicht mehr: Sie ist aus der Blockchain verschwunden oder gescheitert. Die Erstattung ist wieder offen. Sieh nach, bevor du das Geld noch einmal sendest: Sie kann wiederkommen.
review-refund-undone = Die Transaktion einer Erstattung, die schon endgültig war, zahlt nicht mehr: Die Blockchain hat sich neu geordnet. Sieh nach, bevor du das Geld noch einmal sendest: Sie kann wiederkommen.
review-refund-twice = Eine Transaktion der Erstattung hat zusätzlich zu dem gezahlt, was der Kunde schon hat: Das Guthaben war zurückgegeben, oder eine andere Transaktion hatte gezahlt. Klär das mit dem Kunden.
review-delivery-failed = ihre Ware hat den Kunden nicht erreicht. Sie bleibt erhalten; sende sie noch einmal oder liefere von Hand.
button-ship = 🚚 Verschickt …
button-admin-cancel = ✖️ Stornieren, mit Grund …
button-reveal = 🔑 Schlüssel zeigen …
button-rescan = 🔎 Neu prüfen
button-honour = { $ships ->
        [yes] 🎁 Annehmen, dann verschicken …
       *[no] 🎁 Liefern …
    }
ask-honour = 🎁 { $ships ->
        [yes] <b>{ $code }</b> doch noch annehmen? Dann verschickst du sie.
       *[no] <b>{ $code }</b> doch noch liefern?
    }

    Eingegangen: <b>{ $received }</b>, { $percent } % der <b>{ $price }</b>, die die Bestellung heute kostet. Du verschenkst <b>{ $given }</b>.
button-honour-now = { $ships ->
        [yes] 🎁 Ja, annehmen (−{ $given })
       *[no] 🎁 Ja, liefern (−{ $given })
    }
ask-cancel = ✖️ <b>{ $code }</b> stornieren?

    Schick mir den Grund in einer Nachricht: Der Kunde liest ihn, und dass der Shop storniert hat. Du siehst ihn vorher noch einmal.
button-vouch = ✅ Geprüft: { $amount } { $asset } sind da
button-keep-credit = 💰 Guthaben lassen
refund-offer = ↩️ <b>Erstattung zu { $code }</b>

    <b>{ $amount }</b> Guthaben können zurückgehen, als <b>{ $units } { $asset }</b> zum heutigen Kurs. Der Betrag wird beiseitegelegt, bevor etwas gesendet wird.
refund-where-unasked = Wohin? Frag den Kunden, oder schick mir die Adresse selbst.
refund-where-asked = Der Kunde wurde gefragt und hat noch keine Adresse bestätigt. Du kannst sie mir auch selbst schicken.
refund-where-confirmed = Der Kunde hat diese Adresse bestätigt:
    <code>{ $address }</code>
refund-open = ↩️ <b>Erstattung zu { $code }</b>

    <b>{ $amount }</b> sind beiseitegelegt, von { $by } ({ $at }). Sende <b>{ $units } { $asset }</b> aus deiner Wallet an
    <code>{ $address }</code>
    und schick mir danach die Transaktions-ID. Ich schaue sie nach, bevor ich es dem Kunden sage.
refund-sent = ↩️ <b>Erstattung zu { $code }</b>

    <b>{ $units } { $asset }</b> für { $amount }, beiseitegelegt von { $by }, sind unterwegs in
    <code>{ $txid }</code>
    Das Netz kennt die Zahlung; sie ist noch nicht endgültig.
refund-lost = ⚠️ Das Geld hinter dieser Erstattung steht nicht mehr in der Blockchain, oder der Kunde schuldet solches. Sende nichts, bevor es wieder da ist: Nimm sie zurück oder warte.
refund-earlier = Schon genannt, aber bisher hat keine davon diese Erstattung bezahlt. Sende nichts, bevor du weißt, was daraus wurde:
    <code>{ $txids }</code>
button-refund-ask = 📨 Den Kunden fragen
button-refund-open = ↩️ { $amount } beiseitelegen
button-refund-withdraw = ✖️ Nicht gesendet: Guthaben zurück
button-refund-seen = ☑️ Geklärt: nichts mehr zu tun
button-refund = ↩️ Erstatten …
sources = 🩺 <b>Zustand des Shops</b>
sources-asset = <b>{ $asset }</b>
source-ok = 🟢 { $source }
source-bad = 🔴 { $source }: { $reason }
source-resting = 🟠 { $source }: { $reason }. Nächster Versuch um { $until }.
button-admin-order = 🧾 Bestellung öffnen
# Below what can change: when it was read
as-of = <i>Stand: { $at }</i>

button-refresh = 🔄 Aktualisieren
health-ok = 🟢 Blockchains und Kurse antworten.
health-problem = 🔴 { $asset }: { $reason }
trouble-marker-missing = die Markierungsdatei daneben fehlt
trouble-marker-foreign = die Markierungsdatei daneben gehört zu einer anderen Datenbank
trouble-marker-older = sie ist um { $count ->
        [1] eine Adresse
       *[other] { $count } Adressen
    } älter als die Markierungsdatei
trouble-marker-copied = die Markierungsdatei daneben ist eine Kopie
trouble-prices-none = keine Börse nennt einen frischen Kurs; zwei müssen es sein
trouble-prices-few = zwei Börsen müssen einen frischen Kurs nennen, nur { $names } tut es
trouble-prices-disagree = die Börsen sind sich uneinig: { $names }
trouble-price-jumped = der Kurs sprang von { $before } auf { $now }
trouble-unreadable = die Antwort ist nicht lesbar
admin-placed = 🆕 <b>{ $code }</b> über { $total } ({ $asset }) von { $name }
admin-paid = 💵 <b>{ $code }</b> ist bezahlt: { $total } ({ $asset }) von { $name }
admin-paid-ship = 💵 <b>{ $code }</b> ist bezahlt: { $total } ({ $asset }) von { $name }. Bitte verschicken.
admin-honoured = 🎁 <b>{ $code }</b> von { $name } ist für <b>{ $charged }</b> { $how ->
        [delivered] doch noch geliefert
       *[sold] doch noch verkauft
    }; die Ware kostet { $price }.{ $by ->
        [admin] {" "}Entschieden von { $who }.
       *[other] {""}
    }{ $how ->
        [ship] {" "}Bitte verschicken.
       *[sold] {""}
    }
admin-shipped = 🚚 <b>{ $code }</b> wurde { $by ->
        [admin] von { $who }{" "}
       *[other] {""}
    }als verschickt vermerkt.
admin-expired = ⌛ <b>{ $code }</b> von { $name } { $by ->
        [admin] wurde von { $who } vorzeitig beendet
       *[other] ist abgelaufen
    }.
admin-cancelled = ✖️ <b>{ $code }</b> von { $name } wurde { $by ->
        [admin] von { $who }{" "}
        [user] vom Kunden{" "}
       *[other] {""}
    }storniert.
admin-replaced = 🪙 <b>{ $code }</b>: { $name } hat eine andere Währung gewählt; an ihre Stelle ist <b>{ $new }</b> getreten.
admin-credited = { $reason ->
        [suspended] ⚠️ <b>{ $code }</b>: Geld steht nicht mehr in der Blockchain; { $amount } Guthaben von { $name } sind gesperrt.
        [restored] 💰 <b>{ $code }</b>: Das Geld ist wieder da, und damit { $amount } Guthaben von { $name }.
        [overpaid] 💰 <b>{ $code }</b>: { $amount } wurden { $name } gutgeschrieben (zu viel bezahlt).
       *[late] 💰 <b>{ $code }</b>: { $amount } wurden { $name } gutgeschrieben{ $came ->
            [replaced] {" "}(an die Adresse von vor dem Währungswechsel bezahlt)
            [cancelled] {" "}(die Bestellung ist storniert)
            [late] {" "}(nach der Frist bezahlt)
            [short] {" "}(bis zur Frist zu wenig bezahlt)
           *[otherwise] {""}
        }.
    }
admin-refund-address = 📮 <b>{ $code }</b>: { $name } hat eine Adresse für die Erstattung bestätigt.
admin-vanished = ⚠️ <b>{ $code }</b>: Eine Zahlung, die zu sehen war, ist aus der Blockchain verschwunden.
review-detail = { $reason } ({ $detail })
admin-note = 📝 Telegram hat einen Lieferhinweis von <b>{ $code }</b> abgelehnt ({ $detail }). Alles Übrige ist ohne den Hinweis hinausgegangen. Sag dem Kunden selbst, was darin steht, und schreib ihn auf der Karte des Produkts neu.
admin-review = ⚠️ <b>{ $code }</b> bitte ansehen: { $reason }
admin-arrived = 🎁 <b>{ $code }</b>: Die Ware ist jetzt beim Kunden angekommen.
admin-gone = 🔕 <a href="tg://user?id={ $id }">{ $name }</a> hört nichts mehr vom Shop: Telegram stellt dort keine Nachrichten zu. Ist der Bot blockiert? Was dort fehlt, wartet bis zur Rückkehr.
alert-address-doubt = 🛑 Eine Adresse für { $asset } hat ihre Prüfung nicht bestanden ({ $reason }). Bis das geklärt ist, wird keine Adresse vergeben.
alert-address-used = ⚠️ Eine frische { $asset }-Adresse war schon benutzt ({ $reason }) und wurde beiseitegelegt. Läuft dieselbe Wallet noch anderswo, oder wurde ein altes Backup eingespielt?
alert-clock-jumped = ⏰ Die Uhr dieses Rechners und die Zeit des Shops liegen { $reason } auseinander. Bis klar ist, welche stimmt, läuft keine Bestellung ab.
alert-clock-wrong = ⏰ Die Uhr dieses Rechners geht um { $reason } falsch. Der Shop richtet sich nach der Zeit, die andere angeben. Bitte stell die Uhr und lass sie abgleichen (NTP).
alert-clock-moved = ⏰ Die Zeit des Shops wurde um { $reason } berichtigt.
alert-clock-right = 🟢 Der Shop richtet sich wieder nach der Uhr dieses Rechners.
alert-stock-doubted = 📦 <b>Bestand ist fraglich und wird nicht verkauft</b>: { $reason ->
        [missing] neben der Datenbank fehlt die Datei, in der steht, was verkauft wurde, etwa nach einem Umzug
        [other] die Datei neben der Datenbank, in der steht, was verkauft wurde, gehört zu einer anderen
        [copy] die Datei neben der Datenbank, in der steht, was verkauft wurde, ist eine Kopie
        [older] die Datei neben der Datenbank, in der steht, was verkauft wurde, ist älter als die Datenbank
        [key] was später verkauft wurde, steht dort unter einem anderen SECRET_KEY
        [chain] eine Adresse, die laut Datenbank unbenutzt ist, hat eine Vorgeschichte
       *[unreadable] die Datei neben der Datenbank, in der steht, was verkauft wurde, ist nicht so weit zurück lesbar wie nötig
    }. Stammt die Datenbank aus einem Backup, kann Ware aus ihren Regalen seither ausgeliefert worden sein. Nimm heraus, was nach deinem Wissen verkauft ist, zähl nach, was wirklich im Regal liegt (load), und gib es dann frei. Was inzwischen geladen wird, ist ebenfalls fraglich: Lass weg, was schon verkauft ist.
alert-stock-gone = 📦 Die Datenbank ist älter als die Datei, in der steht, was verkauft wurde: Sie stammt aus einem Backup, oder der Shop wurde mitten in einem Verkauf unterbrochen. Digitale Ware, die nicht mehr verkauft wird oder für ihre Bestellung bereitliegt: { $asset }. Produkte, die vor dem Weiterverkauf zu zählen sind: { $reason }.
alert-restored = 📦 Die Datenbank wurde wiederhergestellt oder umgezogen: { $reason }. Keine Adresse, die jemand schon haben könnte, wird noch einmal vergeben: Die nächsten Konten liegen weit voraus.
alert-beside = 📦 { $asset ->
        [one] Diese Bestellung wurde
       *[other] Diese Bestellungen wurden
    } von einer früheren Version als verschickt vermerkt, ohne zu sagen, dass Waren daraus noch nicht geliefert waren: <b>{ $reason }</b>. Hast du sie selbst übergeben, ist nichts zu tun. Wenn nicht, warten deine Kunden noch darauf: Such jede Bestellung mit ihrem Code. Das wird nur einmal gesagt.
alert-books-wrong = 🛑 Die Bücher des Shops oder seine Datei widersprechen sich: { $reason }. Neue Bestellungen werden nicht angenommen; Stöbern, Zahlungen und Lieferungen gehen weiter. <code>python bot.py doctor</code> zeigt die Einzelheiten. Spiel ein Backup ein oder hol dir Hilfe; der Verkauf geht von selbst weiter, sobald alles wieder in Ordnung ist.
alert-books-right = 🟢 Alles wurde erneut geprüft und ist in Ordnung. Neue Bestellungen werden angenommen.
outage = 🔴 <b>Etwas funktioniert nicht</b> seit { $since }
outage-coin = <b>{ $assets }</b> kann gerade nicht verkauft werden: { $reason }
outage-chain = <b>{ $assets }</b>: die Blockchain ist gerade nicht lesbar: { $reason }. Zahlungen gehen nicht verloren; sie werden gefunden, sobald sie wieder antwortet.
outage-order = Bestellung <b>{ $assets }</b> kann nicht betreut werden ({ $reason }, siehe Log). Alle anderen laufen weiter.
outage-source = <b>{ $assets }</b>: Ein Anbieter meldet, was nicht sein kann oder was die anderen bestreiten, und bleibt außen vor, bis er wieder übereinstimmt ({ $reason }).
outage-file = Die Datenbankdatei <b>{ $assets }</b> hat auf ihrem Datenträger einen zweiten Namen bekommen (einen Hardlink, wie ihn <code>ln</code> und <code>cp -al</code> anlegen). Dieser Shop läuft weiter, aber kein zweiter, kein Neustart und kein Befehl, der schreibt, wird zugelassen, bis der Link entfernt ist. Kopien macht <code>python bot.py backup</code>.
outage-was-file = { $assets } hat wieder nur einen Namen.
outage-was-order = Bestellung { $assets } wird wieder betreut.
outage-was-source = { $assets }: Allen Anbietern, die antworten, wird wieder geglaubt.
outage-over = 🟢 <b>Alles funktioniert wieder</b> ({ $since } bis { $until })
outage-was-coin = { $assets }: wieder zu verkaufen.
outage-was-chain = { $assets }: Die Blockchain antwortet wieder.
undelivered = 📭 <b>Nicht zugestellt</b>
    Diese Nachrichten lehnt Telegram endgültig ab, oder sie lassen sich nicht schreiben. Sie bleiben erhalten und können noch einmal gesendet werden.
undelivered-what = { $event ->
        [goods] Ware
        [goods-again] Ware, noch einmal angefordert
        [restock] ein Beitrag im Kanal
        [invoice] Rechnung
        [erase] ⚠️ ein gezeigter Schlüssel wurde nicht gelöscht
        [admin-digest] die Zahlen eines Tages
       *[other] { $event }
    }
button-notices = 🔔 Meldungen
button-notice-hours = 🌙 Ruhezeit
button-notice = { $state ->
        [all] 🔔
       *[other] 🔕
    }{ $group ->
        [now] 👥
       *[never] {""}
    } { $what }
button-notice-choose = { $role }: { $told ->
        [now] sofort
        [digest] einmal am Tag
       *[never] gar nicht
    } →
notices = 🔔 <b>Meldungen</b>
    Jede Art erreicht alle, die danach handeln dürfen. 🔕: Jemand erfährt davon später oder gar nicht. 👥: Gruppen erfahren es auch. In der Bestellung selbst steht immer alles.
notice-quiet = Ruhe von { $begins } bis { $ends } (UTC): Was dann geschieht, kommt danach in einer Nachricht. Zahlungen und Geld, Alarme, Fragen und Bestellungen, die jemand ansehen muss, werden nie zurückgehalten.
notice-quiet-none = Es gibt keine Ruhezeit.
notice-digest = Was einmal am Tag gemeldet wird, kommt um { $hour } (UTC).
notice-kind = { $kind ->
        [started] Neue Bestellung
        [paid] Bezahlt
        [money] Guthaben, Rückzahlung
        [look] Muss angesehen werden
        [key] Schlüssel einer Zahlung
        [shipped] Verschickt
        [expired] Abgelaufen
        [cancelled] Storniert
        [changed] Bestellung geändert
        [provider] Anbieter, Kurse
        [alarm] Alarme
        [unsent] Nicht zugestellt
        [stock] Vorrat geht aus
        [question] Fragen
        [review] Bewertungen
        [role] Rollen
        [numbers] Zahlen des Tages
        [approval] Zweiter Inhaber gefragt
       *[gone] Admin unerreichbar
    }
notice-card = 🔔 <b>{ $what }</b>
notice-line = • { $role }: { $told ->
        [now] sofort
        [digest] einmal am Tag
       *[never] gar nicht
    }
notice-urgent = Das wird nie zurückgehalten, auch nicht in der Ruhezeit.
notice-owed = Inhaber erfahren immer davon.
notice-chosen-toast = Das gilt ab jetzt.
ask-notice-hours = 🌙 Wann ist Ruhe? Schreib die Stunden (UTC), etwa <code>22-7</code>. Eine zweite Zahl ist die Stunde, zu der die tägliche Nachricht kommt: <code>22-7 9</code>. Ein Strich beendet die Ruhezeit: <code>-</code>
error-notice-fixed = Das lässt sich nicht wählen: Diese Rolle oder Gruppe darf es nicht sehen, oder es wird immer sofort gemeldet.
error-notice-changed = Das hat inzwischen jemand geändert. So ist es jetzt.
error-bad-hours = Das sind keine Stunden. Schreib zwei ganze Stunden von 0 bis 23, etwa 22-7, und wenn du willst dahinter die Stunde der täglichen Nachricht: 22-7 9. Ein Strich beendet die Ruhezeit.
button-notice-groups = 👥 Gruppen, die davon erfahren
notice-groups = Gruppen
notice-groups-how = Gruppen erfahren davon neben den Leuten, nie an ihrer Stelle, sofort und auch in der Ruhezeit: was geschehen ist und mit welcher Bestellung, ohne Namen, Beträge und Gründe. Alle in der Gruppe lesen es. Nur Inhaber wählen das.
notice-groups-private = Davon erfährt keine Gruppe: Es geht um Schlüssel.
notice-group-list = 👥 <b>Gruppen, die vom Shop erfahren</b>
    Wovon, wird für jede Art von Meldung gewählt.
notice-group-list-none = Bisher keine.
notice-group-line = • <b>{ $name }</b>{ $where ->
        [topic] , in einem Thema
       *[group] {""}
    }{ $state ->
        [rights] . ⚠️ Dort darf ich nicht schreiben
        [closed] . ⚠️ Dort darf ich nicht schreiben: Das Thema ist geschlossen
       *[well] {""}
    }
notice-group-how = So kommt eine dazu: Nimm mich in die Gruppe auf und schreib dort <code>/whitelist</code>, in dem Thema, in das die Meldungen sollen. <code>/rm</code> dort oder eine Taste hier nimmt sie heraus. Höchstens { $most } Gruppen.
button-notice-group-off = ✖️ { $name }
notice-group-off-toast = Dorthin gehen keine Meldungen mehr.
notice-group-was-off-toast = Sie war schon herausgenommen.
notice-group-added = ✅ <b>Meldungen des Shops kommen jetzt { $where ->
        [topic] in dieses Thema
       *[group] hierher
    }.</b>
    Welche, wählen Inhaber in ihrem eigenen Chat mit mir: 🔔 Meldungen. Alle in dieser Gruppe können sie lesen. /rm beendet es.
notice-group-removed = Hierher kommen keine Meldungen des Shops mehr.
notice-group-none = Hierher kamen keine Meldungen des Shops.
notice-group-missing = ✋ Nicht aufgenommen. { $what ->
        [write] Ich darf in dieser Gruppe nicht schreiben: Lass ihre Mitglieder schreiben, oder mach mich dort zum Administrator.
       *[gone] Ich bin nicht in dieser Gruppe oder kann sie nicht ansehen.
    }
error-too-many-notice-groups = ✋ Nicht aufgenommen: Es erfahren schon { $maximum } Gruppen vom Shop. Nimm zuerst eine heraus: Schreib mir /whitelist in deinem eigenen Chat.
notice-group-topic-gone = ℹ️ Das Thema, in das die Meldungen gingen, gibt es nicht mehr: Sie kommen ab jetzt hierher. /whitelist in einem anderen Thema verlegt sie.
notice-group-standing = { $what ->
        [rights] ⚠️ In die Gruppe <b>{ $name }</b> kann ich keine Meldungen schreiben: Mir fehlt das Recht. Bis das behoben ist, erfährt sie nichts. Es geht von selbst weiter, wenn meine eigenen Rechte dort geändert werden. Dürfen die Mitglieder wieder schreiben, sagt mir Telegram das nicht: Dann dort /whitelist schreiben.
        [closed] ⚠️ In die Gruppe <b>{ $name }</b> kann ich keine Meldungen schreiben: Das Thema ist geschlossen. Sie erfährt nichts, bis jemand dort in einem offenen Thema /whitelist schreibt.
        [found] ✅ In die Gruppe <b>{ $name }</b> kann ich wieder Meldungen schreiben. Was inzwischen geschah, kommt dort nicht mehr.
       *[gone] ✖️ Ich bin nicht mehr in der Gruppe <b>{ $name }</b> und habe sie herausgenommen: Dorthin gehen keine Meldungen.
    }
button-notice-group-order = 🧾 { $code }
button-notice-group-chat = 💬 Zum Shop
notice-group-news = { $event ->
        [admin-placed] 🆕 Neue Bestellung <b>{ $code }</b>
        [admin-paid] 💵 <b>{ $code }</b> wurde bezahlt
        [admin-honoured] 🎁 <b>{ $code }</b> wurde doch noch angenommen
        [admin-by-hand] ✋ <b>{ $code }</b> wurde von Hand als bezahlt genommen
        [admin-credited] 💰 Geld von <b>{ $code }</b> hat Guthaben geändert
        [admin-refunded] ↩️ <b>{ $code }</b> wurde zurückgezahlt
        [admin-refund-address] 📮 <b>{ $code }</b>: Es gibt eine Adresse für die Rückzahlung
        [admin-adjusted] 💰 Guthaben wurde von Hand geändert
        [admin-review] ⚠️ <b>{ $code }</b> musste angesehen werden
        [admin-vanished] ⚠️ <b>{ $code }</b>: Eine gesehene Zahlung ist verschwunden
        [admin-shipped] 🚚 <b>{ $code }</b> wurde als verschickt vermerkt
        [admin-expired] ⌛ Die Zeit von <b>{ $code }</b> war um
        [admin-cancelled] ✖️ <b>{ $code }</b> wurde abgebrochen
        [admin-replaced] 🪙 <b>{ $code }</b>: Es wurde eine andere Coin gewählt
        [admin-readdressed] 📮 <b>{ $code }</b> geht an eine andere Adresse
        [admin-extended] ⏳ <b>{ $code }</b> bekam mehr Zeit
        [admin-arrived] 🎁 <b>{ $code }</b>: Die Ware ist doch noch angekommen
        [admin-outage] { $state ->
            [over] 🟢 Alles geht wieder
           *[on] 🔴 Etwas geht nicht
        }
        [admin-group] 👥 An der Gruppe, die Kunden antwortet, hat sich etwas geändert
        [admin-notice-group] 👥 An einer Gruppe, die vom Shop erfährt, hat sich etwas geändert
        [admin-undelivered] 📭 Nachrichten konnten nicht zugestellt werden
        [admin-note] 📝 <b>{ $code }</b>: Eine Liefernotiz wurde abgelehnt
        [admin-low-stock] 📉 <b>{ $title }</b> wurde knapp
        [admin-question] 💬 Ein Kunde fragt etwas
        [admin-complaint] 🔁 Es wurde um Ersatz gebeten oder darüber entschieden
        [admin-rated] ⭐ Eine Bewertung hat Worte, die zu lesen sind
        [admin-role] 👥 Jemand bekam eine Rolle oder hat keine mehr
        [admin-gone] 🔕 Jemand vom Shop ist nicht erreichbar
        [admin-approval] 🤝 Ein zweiter Inhaber wurde gefragt, oder es wurde entschieden
        [admin-digest] 📊 Die Zahlen des Vortags sind da
       *[admin-alert] 🚨 Ein Alarm: Wer sich um den Shop kümmert, liest im eigenen Chat mehr
    }
held = 🔔 <b>Was inzwischen geschehen ist</b>
held-line = • { $what } ({ $count })
held-orders = • { $what } ({ $count }): { $codes }
held-more = Es ist mehr als diese { $count }: Sieh in der Liste der Bestellungen nach.
undelivered-line = • { $what } (Nachricht { $number }): { $reason }
undelivered-order-line = • { $what }, { $code } (Nachricht { $number }): { $reason }
button-copy-key = 📋 Schlüssel kopieren
key-gone = 🔑 Dieser Schlüssel wird nicht mehr gezeigt.
key-placeholder = 🔑 <b>{ $code }</b>: Der Schlüssel erscheint hier und wird nach einer Minute gelöscht.
key = 🔑 <b>{ $code }</b>
    Pfad: <code>{ $path }</code>
    Adresse: <code>{ $address }</code>
    { $form }: <tg-spoiler>{ $secret }</tg-spoiler>

    Diese Nachricht löscht sich nach einer Minute. Der Blick steht im Protokoll.
key-inline = 🔑 <b>{ $code }</b>
    Pfad: <code>{ $path }</code>
    Adresse: <code>{ $address }</code>
    { $form }: <tg-spoiler>{ $secret }</tg-spoiler>
shipped-toast = { $code } ist verschickt.
rescanned-toast = Die Blockchain wurde zu { $code } noch einmal befragt.
rescan-slow-toast = Vorerst nichts Neues zu { $code }: Die Blockchain hat noch nicht geantwortet oder wurde zu oft gefragt. Sie wird von selbst wieder gefragt.
honoured-toast = { $how ->
        [ship] { $code } ist doch noch verkauft. Bitte verschicken.
        [delivered] { $code } ist doch noch geliefert.
       *[sold] { $code } ist doch noch verkauft.
    }
vouched-toast = Bestätigt. { $code } geht mit dem nächsten Blick in die Blockchain weiter.
written-off-toast = Abgeschrieben. Auf das verlorene Geld von { $code } wartet niemand mehr.
kept-toast = Das Geld von { $code } bleibt Guthaben.
refund-asked-toast = Der Kunde wird gefragt.
refund-withdrawn-toast = Das Guthaben von { $code } ist wieder beim Kunden.
refund-seen-toast = Die Erstattungen zu { $code } brauchen keinen Blick mehr.

# Absagen
not-understood = Das habe ich nicht verstanden. Hier ist das Menü.
text-expected = Ich warte auf eine Antwort in Worten. Schick sie bitte als Text oder drück auf den Knopf darunter.
one-moment = Einen Moment bitte: Ich bin noch mit dem Vorigen beschäftigt.
restarting = Der Shop startet gerade neu. Bitte versuche es in einer Minute noch einmal.
unread = ⚠️ Das war zu schnell für mich. { $count ->
        [one] Das hier wurde nicht gelesen und an niemanden verschickt; bitte schick es noch einmal:
       *[other] Diese { $count } Nachrichten wurden nicht gelesen und an niemanden verschickt; bitte schick sie noch einmal:
    }
unread-restarting = ⚠️ Der Shop startet gerade neu. { $count ->
        [one] Das hier wurde nicht beantwortet; bitte sieh in einer Minute hier nach und schick es noch einmal, falls es fehlt:
       *[other] Diese { $count } Nachrichten wurden nicht beantwortet; bitte sieh in einer Minute hier nach und schick noch einmal, was fehlt:
    }
unread-words = • { $edited ->
        [yes] ✏️ die Änderung zu
       *[no] {""}
    } „{ $words }“
unread-other = • { $edited ->
        [yes] ✏️ eine Änderung
       *[no] 📎 ein Bild, eine Datei oder Ähnliches
    }
still-working = Das dauert etwas länger. Ich bin dran.
error-too-slow = Das hat zu lange gedauert und wurde abgebrochen. Bitte sieh zuerst unter 📦 Bestellungen nach und versuche es dann noch einmal.
error-crossed = Im selben Augenblick ist etwas anderes damit geschehen, darum wurde das hier nicht fertig. Sieh nach, wie es jetzt ist, und versuch es noch einmal.
stale-button = Dieser Knopf ist veraltet. Hier ist das Menü.
error-not-found = Das gibt es nicht mehr.
error-order-not-found = Diese Bestellung gibt es nicht.
error-bad-photo = { $why ->
        [many] Es sind schon { $maximum } Fotos; nimm erst eines weg.
        [size] Dieses Foto ist zu groß: höchstens { $maximum } MB.
        [album] Das ist ein Album. Schick ein einzelnes Foto.
        [there] Dieses Foto hängt dort schon.
       *[kind] Das ist kein Foto: Schick ein JPEG oder PNG.
    }
error-bad-discount = Ein Rabatt hat ganze Prozente von 1 bis { $maximum }, etwa <code>10%</code>, oder ist ein Betrag, etwa <code>{ $example }</code>.
error-too-many-wishes = Du wartest schon auf { $maximum } Dinge; gib erst eines davon auf.
error-product-not-found = Dieser Artikel ist nicht mehr im Angebot.
error-order-already-open = Du hast schon eine offene Bestellung, { $code }: { $state ->
        [confirming] Ihre Zahlung ist gesehen. Sobald sie erledigt ist, kannst du wieder bestellen.
        [checking] Ihre Zeit ist um, und sie wird geschlossen. Versuch es in ein paar Minuten wieder.
        [partial] Bezahle zuerst ihren Rest.
       *[waiting] Bezahle oder storniere sie zuerst.
    }
error-cart-empty = Dein Warenkorb ist leer.
error-cart-full = In den Warenkorb passen höchstens { $maximum } verschiedene Artikel. Geh zur Kasse oder nimm etwas heraus.
error-nothing-left = Leider ist gerade nichts aus deinem Warenkorb zu haben.
error-bad-quantity = Bitte schick eine ganze Zahl von 1 bis { $maximum }, etwa { $example }.
error-bad-delivery = Bitte schick die vollständige Anschrift: mindestens { $minimum } und höchstens { $maximum } Zeichen.
error-order-under-way = Deine Bestellung { $code } ist bezahlt und noch nicht verschickt. Sobald sie es ist, kannst du wieder bestellen.
error-selling-stopped = Der Shop verkauft gerade nichts Neues: Erst muss etwas in Ordnung gebracht werden, und sein Team weiß davon. Warenkörbe bleiben erhalten, und laufende Bestellungen gehen weiter.
error-too-many-timeouts = { $count ->
        [one] Eine Bestellung von dir wurde
       *[other] { $count } Bestellungen von dir wurden
    } nicht bezahlt oder erst spät storniert. In { $unit ->
        [days] { $wait } Tagen
        [hours] { $wait } Stunden
       *[minutes] { $wait ->
            [one] einer Minute
           *[other] { $wait } Minuten
        }
    } kannst du wieder bestellen. Stimmt das nicht? Schreib uns: /support
error-too-many-cancelled = Du hast innerhalb eines Tages { $count ->
        [one] eine Bestellung
       *[other] { $count } Bestellungen
    } storniert. In { $unit ->
        [days] { $wait } Tagen
        [hours] { $wait } Stunden
       *[minutes] { $wait ->
            [one] einer Minute
           *[other] { $wait } Minuten
        }
    } kannst du wieder bestellen. Stimmt das nicht? Schreib uns: /support
error-coin-unavailable = { $asset } hat gerade keinen verlässlichen Kurs. Versuch es bitte in ein paar Minuten wieder; dein Warenkorb bleibt, wie er ist.
error-total-too-small = Zahlungen in { $asset } beginnen bei { $minimum } { $asset }: { $asset ->
        [SOL] so viel Miete muss ein neues Solana-Konto halten
        [ETH] darunter fressen die Netzgebühren sie auf
       *[other] weniger gilt dem Netz als Staub
    }. Leg noch etwas in den Warenkorb oder nimm eine andere Währung.
error-address-unavailable = Ich kann gerade keine sichere { $asset }-Adresse erzeugen. Versuch es bitte in ein paar Minuten wieder; dein Warenkorb bleibt, wie er ist.
error-payment-detected = Für diese Bestellung wurde eine Zahlung entdeckt, sie kann nicht mehr storniert werden.
error-goods-owed = { $count ->
        [one] Eine bezahlte Ware daraus ist
       *[other] { $count } bezahlte Waren daraus sind
    } noch nicht geliefert. Öffne die Bestellung und sieh noch einmal nach.
error-payment-lost = Das Geld für diese Bestellung steht nicht mehr in der Blockchain. Sieh dir zuerst die Zahlung an.
error-payment-unconfirmed = Für diese Bestellung waren { $seen } { $asset } zu sehen, die in keinem Block stehen: Sie können noch ankommen oder auch nicht. Bestätige, wenn du trotzdem stornieren willst.
error-wrong-order-state = Die Bestellung ist schon weiter, das geht nicht mehr.
error-order-replaced = Für diese Bestellung wurde eine andere Währung gewählt: { $code } ist an ihre Stelle getreten.
error-switch-too-late = Diese Bestellung läuft gleich ab: zu spät für eine andere Währung. Sie kann noch bezahlt werden, wie sie ist.
error-too-many-switches = Die Währung einer Bestellung lässt sich höchstens { $maximum }-mal wechseln. Diese ist zu bezahlen, wie sie ist.
error-same-coin = Diese Bestellung ist schon in { $asset } zu bezahlen.
error-prices-rose = Etwas in dieser Bestellung kostet inzwischen mehr oder wird nicht mehr verkauft; darum lässt sich die Währung nicht wechseln. Bezahlen kannst du sie weiter, wie sie ist, zum alten Preis.
error-goods-in-doubt = Etwas in dieser Bestellung wird gerade nachgezählt; darum lässt sich die Währung jetzt nicht wechseln. Die Bestellung bleibt, wie sie ist.
error-payment-seen = Für diese Bestellung wurde eine Zahlung gesehen; die Währung lässt sich nicht mehr wechseln.
error-other-coin-unavailable = { $asset } hat gerade keinen verlässlichen Kurs. Die Bestellung bleibt, wie sie ist.
error-other-address-unavailable = Ich kann gerade keine sichere { $asset }-Adresse erzeugen. Die Bestellung bleibt, wie sie ist.
error-nothing-to-decide = Zu dieser Bestellung gibt es nichts mehr zu entscheiden.
error-credit-gone = Der Kunde hat dieses Guthaben inzwischen ausgegeben.
error-stock-gone = Das geht nicht: Die Ware ist verkauft, oder der Kunde hat eine andere offene Bestellung.
error-goods-off-sale = Das geht nicht: Etwas aus dieser Bestellung ist nicht mehr im Angebot.
error-too-late-to-honour = Das geht nicht: Die Bestellung ist vor mehr als { $days } Tagen zu Ende gegangen.
error-offer-changed = Die Zahlen haben sich inzwischen geändert. Sieh dir die Bestellung noch einmal an.
error-bad-transaction-id = Das ist keine { $asset }-Transaktions-ID. Bitte schick nur die ID der Transaktion.
error-refund-not-found = Diese Erstattung gibt es nicht.
error-refund-under-way = Eine Erstattung zu dieser Bestellung läuft schon.
error-refund-moved-on = Diese Erstattung wurde inzwischen gesendet oder zurückgezogen.
error-refund-too-small = Das ist zu wenig zum Senden: Das { $asset }-Netz befördert erst ab { $minimum } { $asset }.
error-bad-refund-address = Das ist keine { $asset }-Adresse, an die man Geld senden kann. Bitte prüf sie und schick sie noch einmal.
error-no-refund-address = Der Kunde hat keine Adresse bestätigt.
error-refund-unseen = Das Netz kennt diese Transaktion nicht, oder noch nicht. Niemand hat etwas erfahren. Ich merke mir die ID und sehe weiter nach; war sie falsch, schick mir die richtige.
error-refund-too-little = Diese Transaktion zahlt { $paid } { $asset } von { $agreed } { $asset } an die Adresse des Kunden. Niemand hat etwas erfahren.
error-refund-transaction-used = Diese Transaktion gehört zu einer anderen Erstattung oder ist eine Zahlung an den Shop.
error-refund-too-old = Diese Transaktion kam am { $mined } in einen Block, bevor die Erstattung beiseitegelegt war ({ $opened }): Sie hat etwas anderes bezahlt. Niemand hat etwas erfahren.
error-refund-came-back = Eine früher genannte Transaktion ist dem Netz doch bekannt. Die Erstattung ist darin unterwegs; es ist nichts mehr zu senden.
error-refund-named = Eben wurde eine Transaktion für diese Erstattung genannt. Sieh dir die Erstattung noch einmal an, bevor du das Guthaben zurückgibst.
error-too-many-transactions = Für diese Erstattung wurden schon { $maximum } Transaktionen genannt. Jede davon wurde gesehen oder kann noch auftauchen, darum wird keine vergessen. Sieh sie nach; sind die Coins nie abgegangen, zieh die Erstattung zurück und beginn eine neue.
error-refund-unasked = Für diese Erstattung wurde eine Transaktion genannt, und die { $asset }-Blockchain sagt gerade nicht, ob sie gezahlt hat. Das Guthaben bleibt beiseitegelegt; versuch es später noch einmal.
error-chain-silent = Die { $asset }-Blockchain antwortet gerade nicht, deshalb hat niemand etwas erfahren. Ich merke mir die ID und sehe nach, sobald die Blockchain antwortet.
error-chain-blind = Deine { $asset }-Quelle weiß nicht, was diese Transaktion gezahlt hat oder wann, deshalb hat niemand etwas erfahren. Ich merke mir die ID; nenne in den Einstellungen eine andere Quelle.
error-key-hidden = Schlüssel werden hier nicht gezeigt.
error-banned = Es tut uns leid: Du kannst diesen Shop nicht mehr benutzen; eine Bestellung, die du schon aufgegeben hast, wird noch geliefert, wenn sie rechtzeitig bezahlt ist.
error-internal = Bei uns ist etwas schiefgegangen. Nichts ist verloren; bitte versuch es noch einmal.
error-quote-changed = Bestand, Preise, Gebühren, dein Gutschein oder dein Guthaben haben sich geändert, seit du das gesehen hast. Noch ist nichts bestellt; so ist es jetzt.
error-only-left = { $left ->
        [0] Ausverkauft.
        [one] Nur noch { $left } da.
       *[other] Nur noch { $left } da.
    }
error-too-much-talk = ✋ { $what ->
        [album] Nicht alle dieser Bilder wurden verschickt:
       *[message] Das wurde nicht verschickt:
    } Es ist viel auf einmal. Bitte schick { $what ->
        [album] die fehlenden
       *[message] es
    } in { $minutes ->
        [one] einer Minute
       *[other] { $minutes } Minuten
    } noch einmal.
error-bad-reason = Bitte schick den Grund als Text, höchstens { $maximum } Zeichen.

# Fotos und Rabatte, für alle, die die Regale pflegen
button-discounts = ✂️ Rabatte
wall = 📷 <b>{ $name }</b>: Foto { $number } von { $count }
wall-none = 📷 <b>{ $name }</b> hat noch kein Foto.
button-photo-earlier = ⬅️ Weiter nach vorn
button-photo-later = ➡️ Weiter nach hinten
button-photo-replace = 🔁 Ersetzen
button-photo-remove = 🗑 Entfernen
button-photo-take = 🗑 Ja, abhängen
button-photo-add = ➕ Foto hinzufügen
ask-wall-photo = Schick { $instead ->
        [yes] das Foto, das an die Stelle dieses Fotos von <b>{ $name }</b> kommt.
       *[no] ein Foto von <b>{ $name }</b>.
    } Ein einzelnes Foto, kein Album.
ask-take-photo = 🗑 Foto { $number } von <b>{ $name }</b> abhängen?
photo-taken-toast = Das Foto ist abgehängt.
discounts = ✂️ Rabatte auf { $kind ->
        [category] alles in <b>{ $name }</b>
       *[product] <b>{ $name }</b>
    }
discounts-none = Zurzeit gibt es keinen, und es kommt keiner.
discounts-how = Ein neuer: { $kind ->
        [category] <code>/discat { $number } 10%</code>
       *[product] <code>/disc { $number } 10%</code>
    }
discount-line = • <b>{ $what }</b> Rabatt { $state ->
        [later] ab { $starts }
       *[on] seit { $starts }
    }{ $until ->
        [date] , bis { $ends }
       *[open] , bis ihn jemand beendet
    }
button-end-discount = ✖️ { $what } beenden
button-end-discount-now = ✖️ Ja, jetzt beenden
ask-end-discount = ✖️ Diesen Rabatt auf <b>{ $name }</b> beenden?
end-discount-then = { $state ->
        [later] Er beginnt dann nicht.
       *[on] Ab sofort gilt der volle Preis. Aufgegebene Bestellungen behalten ihren.
    }
discount-ended-toast = Der Rabatt ist beendet.

# Ein Beitrag im Kanal
button-post-stock = 📣 Im Kanal melden
ask-post = 📣 Im Kanal melden, dass <b>{ $title }</b> vorrätig ist?
    Der Beitrag nennt den Preis und hat eine Schaltfläche zum Kaufen. Ist es ausverkauft, ehe Telegram ihn annimmt, erscheint nichts.
button-post-now = 📣 Ja, melden
posted-toast = Der Beitrag ist auf dem Weg in den Kanal.
channel-obstacle = { $why ->
        [gone] Der Bot ist nicht im Kanal: Füg ihn dort als Administrator hinzu. Es wurde nichts gemeldet.
        [person] CHANNEL_ID ist die Nummer einer Person und nicht die eines Kanals. Es wurde nichts gemeldet.
       *[rights] Der Bot darf im Kanal nichts schreiben: Mach ihn zum Administrator, der das darf. Es wurde nichts gemeldet.
    }
error-nothing-to-post = Davon lässt sich gerade nichts kaufen, also gibt es nichts zu melden.
restock-post = 📦 <b>{ $name }</b> ist vorrätig: <b>{ $price }</b>{ $reduced ->
        [yes] {" "}<s>{ $full }</s>
       *[no] {""}
    }

# Waren als Dateien
goods-names = 📎 { $names }
goods-again-toast = Deine Ware kommt weiter unten.

# Waren: Briefe und Absagen
goods-as-file = 🎁 Bestellung { $code }: { $name }
unit-replaced = 🔁 Bestellung <b>{ $code }</b>: Der Shop hat eine deiner Waren ersetzt, von <b>{ $title }</b>. Alle kommen hier, wie sie jetzt sind, und die Bestellung zeigt sie jederzeit wieder.
admin-low-stock = 📉 <b>{ $title }</b> geht zur Neige: { $stock ->
        [0] nichts ist mehr da
        [one] eins ist noch da
       *[other] { $stock } sind noch da
    }, du wolltest es bei { $threshold } hören. Du hörst es einmal; Nachschub schärft es wieder.
error-bad-price = { $why ->
        [empty] Das ist kein Preis.
        [negative] Ein Preis ist nicht negativ.
        [zero] Ein Preis ist mehr als nichts.
        [exponent] Ein Preis wird ausgeschrieben, ohne e.
        [decimals] Das hat zu viele Nachkommastellen: Diese Währung hat { $digits }.
        [ambiguous] Das lässt sich auf zwei Arten lesen. Lass das Trennzeichen der Tausender weg.
        [large] Das ist zu viel.
       *[number] Das ist kein Preis.
    } Schick ihn so: <code>{ $example }</code>; höchstens 10 Millionen.
error-bad-field = { $why ->
        [empty] { $field ->
            [name] Es braucht einen Namen.
            [reason] Es braucht einen Grund; er bleibt vermerkt.
           *[other] Hier fehlt etwas.
        }
       *[long] { $field ->
            [name] Ein Name hat höchstens { $maximum } Zeichen.
            [text] Eine Beschreibung hat höchstens { $maximum } Zeichen.
            [delivery-note] Ein Hinweis hat höchstens { $maximum } Zeichen.
            [question] Eine Frage hat höchstens { $maximum } Zeichen.
            [note] Eine Notiz hat höchstens { $maximum } Zeichen.
            [supplier] Ein Lieferant hat höchstens { $maximum } Zeichen.
            [reason] Ein Grund hat höchstens { $maximum } Zeichen.
            [file] Der Name einer Datei hat höchstens { $maximum } Zeichen.
           *[other] Das hat mehr als { $maximum } Zeichen.
        }
    }
error-bad-number = Bitte schick eine ganze Zahl von { $minimum } bis { $maximum }, etwa <code>{ $example }</code>{ $none ->
        [never] , oder einen Strich für nie
       *[no] {""}
    }.
error-name-taken = Es gibt schon <b>{ $name }</b>.
error-inside-itself = <b>{ $name }</b> kann nicht in sich selbst stehen, auch nicht in etwas, das darin steht.
error-changed-meanwhile = ✋ Nichts wurde geändert: { $field ->
        [goods] Seit du diese Liste gesehen hast, kamen andere Waren herein oder wurden verkauft.
        [stock] Der Bestand ist ein anderer, seit du ihn gesehen hast. Er ist jetzt { $now }.
        [order] Die Reihenfolge ist eine andere, seit du sie gesehen hast.
        [shared] Was geteilt wird, ist ein anderes, seit du es gesehen hast.
        [limit] Wie viele verkauft werden dürfen, wurde geändert, seit du es gesehen hast. Sieh noch einmal nach.
        [unit] Diese Ware wurde schon ersetzt.
        [photos] Die Fotos sind andere geworden, seit du sie gesehen hast.
        [discount] Dieser Rabatt ist ein anderer geworden oder schon vorbei.
        [method] Diese Zahlungsart ist inzwischen anders eingestellt. Sieh sie dir noch einmal an.
        [voucher] Dieser Gutschein ist ein anderer, seit du ihn gesehen hast. Sieh ihn dir noch einmal an.
        [group] Diese Gruppe ist inzwischen eine andere geworden. Sieh sie dir noch einmal an.
        [shipping] Diese Versandart oder ihr Platz ist anders, seit du sie gesehen hast. Sieh noch einmal nach.
        [questions] Die Fragen sind andere, seit du sie gesehen hast. Sieh noch einmal nach.
        [v-home] Sie gehört inzwischen zu einem anderen Produkt.
        [p-home] Es wurde verschoben, seit du es gesehen hast.
        [c-home] Es wurde verschoben, seit du es gesehen hast.
        [p-shown] Es wurde archiviert oder zurückgeholt, seit du es gesehen hast.
        [c-shown] Es wurde archiviert oder zurückgeholt, seit du es gesehen hast.
        [v-shown] Es wurde archiviert oder zurückgeholt, seit du es gesehen hast.
        [v-price] Der Preis ist ein anderer, seit du ihn gesehen hast. Sieh noch einmal nach.
        [v-cost] Die Kosten sind andere, seit du sie gesehen hast. Sieh noch einmal nach.
       *[other] Es ist ein anderes, seit du es gesehen hast. Es ist jetzt: { $now }
    }{ $known ->
        [yes] {" "}Geändert von { $name }.
       *[no] {""}
    }
error-cannot-read = { $why ->
        [encoding] Zeile { $row }, Spalte { $column } ist kein UTF-8-Text. Speichere die Datei als UTF-8 und schick sie noch einmal.
        [binary] Zeile { $row }, Spalte { $column } ist kein Text. Ist es eine Liste von Waren?
        [quotes] Die Reihe, die in Zeile { $row } beginnt, hat ein Anführungszeichen, das nicht geschlossen ist, oder Text gleich danach.
        [columns] Reihe { $row } hat { $column } Spalten. Nenne die mit den Waren in der ersten Reihe <code>unit</code>.
        [lines] Das sind mehr als { $maximum } Zeilen. Schick sie in mehreren Listen.
        [large] Das sind mehr als { $maximum } MB. Schick sie in mehreren Listen.
        [files] Eine Lieferung nimmt höchstens { $maximum } Dateien. Füg erst diese hinzu und schick dann den Rest.
        [long] Eine Ware hat höchstens { $maximum } Zeichen. Schick eine längere als Datei.
       *[empty] Es steht nichts darin.
    } Nichts wurde hinzugefügt.
error-nothing-new = Darin ist nichts Neues: Der Shop hat oder hatte das alles. Nichts wurde hinzugefügt.
error-file-too-large = Eine Datei hat höchstens { $maximum } MB. Nichts wurde hinzugefügt.
error-files-full = Der Shop bewahrt höchstens { $maximum } MB an Dateien auf. Nichts wurde hinzugefügt.
error-other-kind = <b>{ $home }</b> { $kind ->
        [digital] hat digitale Ware
        [shared] hat Ware, die alle Käufer teilen
       *[physical] wird verschickt
    }, und diese Ausführung { $own ->
        [digital] ist digitale Ware
        [shared] wird geteilt
       *[physical] wird verschickt
    }: Sie kann nur bei ihrer Art stehen.
error-wrong-kind = { $kind ->
        [digital] Das sind digitale Waren: Füge sie einzeln hinzu, als Zeilen oder Dateien.
        [shared] Das wird geteilt: Es hat einen Text oder eine Datei für alle Käufer.
        [endless] Das geht nie aus, also wird es nicht gezählt.
        [nothing-shared] Leg zuerst fest, was die Käufer bekommen.
       *[physical] Diese Waren werden gezählt: Sag, wie viele kamen oder gingen, und warum.
    }
error-stock-held = Das ist mehr, als gehen darf: Bestellungen halten { $held }, und { $free ->
        [0] nichts ist frei.
        [one] eines ist frei: Eines darf gehen.
       *[other] { $free } sind frei: Höchstens { $free } dürfen gehen.
    }
error-batch-touched = { $sold ->
        [0] Diese Lieferung ist schon rückgängig gemacht.
        [one] Eins aus dieser Lieferung ist verkauft, also lässt sie sich nicht rückgängig machen. Nimm heraus, was übrig ist.
       *[other] { $sold } aus dieser Lieferung sind verkauft, also lässt sie sich nicht rückgängig machen. Nimm heraus, was übrig ist.
    }
error-batch-not-found = Diese Lieferung gibt es nicht.
error-nothing-shared = Leg zuerst fest, was die Käufer bekommen.
error-unit-not-found = Diese Ware gibt es nicht.
error-none-to-replace = Es gibt keins, das an seine Stelle treten könnte: Was übrig ist, halten Bestellungen. Füll erst nach.
error-bad-caption = { $why ->
        [price] Der Preis fehlt.
       *[name] Der Name fehlt.
    } Schreib es so: <code>Hafenbecher / 12,50 / Fasst 0,3 l, spülmaschinenfest.</code>
error-staged-gone = Was du getippt oder geschickt hast, ist nicht mehr da oder inzwischen ein anderes. Bitte schick es noch einmal.

# Waren: die Regale pflegen
command-goods = Waren: Kategorien, Produkte, Bestand
command-stock = Was es gibt
button-goods-home = 🗂 Waren
goods-home = 🗂 <b>Waren</b>
    Alles, was verkauft wird, auch Archiviertes. Ein Foto mit <code>Name / Preis / Text</code> darunter beginnt ein Produkt.
goods-home-none = Es gibt noch keine Kategorie.
keep-category-button = { $state ->
        [off] 🗄 { $name }
       *[on] { $name } · { $count }
    }
keep-product-button = { $state ->
        [off] 🗄 { $name }
       *[on] 🏷 { $name }
    }
keep-variant-button = { $state ->
        [off] 🗄 { $name } · { $price }
       *[on] 📊 { $name } · { $price } · { $left }
    }
keep-category-card = 🗂 <b>{ $name }</b> · <code>{ $number }</code> · { $count } im Angebot
category-archived = 🗄 Archiviert: Kunden sehen weder sie noch was darin steht.
category-empty = Es steht noch nichts darin.
category-pick = 🗂 { $name }
keep-product-card = 🏷 <b>{ $name }</b> · <code>{ $number }</code> · { $kind ->
        [digital] digital
        [shared] geteilt: alle Käufer bekommen dasselbe
       *[physical] gegenständlich
    }
product-archived = 🗄 Archiviert: Kunden sehen es nicht.
quoted = <blockquote>{ $text }</blockquote>
variant-line = { $state ->
        [off] 🗄 <code>{ $number }</code> { $name }: { $price }
       *[on] • <code>{ $number }</code> { $name }: { $price }, { $left } frei
    }
button-new-category = ➕ Kategorie
button-new-product = ➕ Produkt
button-new-variant = ➕ Ausführung
button-low = 📉 Geht zur Neige
button-sold-out = 🚫 Ausverkauft
button-export-stock = ⬇️ Bestand als Tabelle
button-edit = { $what ->
        [name] ✏️ Name
        [text] ✏️ Text
        [note] 📄 Hinweis
        [weight] ⚖️ Gewicht
        [price] 💲 Preis
        [cost] 🧾 Kosten
        [low] 🔔 Warnen bei
       *[variant] ✏️ Ausführung
    }
button-photo = 📷 Foto
button-move = ↪️ Verschieben
button-archive = 🗄 Archivieren
button-restore = ♻️ Zurückholen
button-up = ⬆️ Hinauf
button-down = ⬇️ Hinunter
button-as-customer = 👁 Kundensicht
preview-none = 👁 Kunden sehen es jetzt nicht: Das Produkt, eine Kategorie darum herum oder jede seiner Ausführungen ist archiviert, oder es gibt es nicht mehr.
button-open-stock = 📊 Bestand öffnen
few = { $which ->
        [low] 📉 <b>Geht zur Neige</b>
       *[out] 🚫 <b>Ausverkauft</b>
    }
few-none = Nichts.
few-button = { $title } · { $left }
ask-field = { $field ->
        [c-name] Schick den neuen Namen der Kategorie.
        [p-name] Schick den neuen Namen des Produkts.
        [p-text] Schick die neue Beschreibung.
        [p-note] Schick, was Käufer bei ihrer Ware lesen, oder einen Strich für nichts. Alle, die es gekauft haben, lesen es so, wie es dann ist.
        [v-weight] Was wiegt ein Stück? Schick es in Gramm oder mit Einheit, etwa 1,2 kg; einen Strich für kein Gewicht.
        [v-name] Schick den neuen Namen der Ausführung.
        [v-home] Schick die Nummer des Produkts, zu dem sie als Ausführung gehören soll, etwa p12. Ihr Bestand, und Bestellungen, die sie halten, gehen mit; wer sie gekauft hat, liest die Lieferhinweise jenes Produkts.
        [v-price] Schick den neuen Preis.
        [v-cost] Was kostet dich ein Stück? Schick einen Betrag, oder einen Strich, wenn du es nicht weißt. Er bleibt ab jetzt bei jeder Bestellung; eine Lieferung mit Kosten ändert ihn wieder.
       *[v-low] Bei wie vielen übrigen willst du es hören? Schick eine Zahl, oder einen Strich für nie.
    }
field-now = Jetzt: { $now }
check-price = 💲 <b>{ $title }</b>: { $before } → <b>{ $after }</b>? Offene Bestellungen behalten ihren Preis.
button-set-price = ✅ { $price } festlegen
price-set-toast = Der Preis gilt.
archived-toast = Archiviert.
restored-toast = Wiederhergestellt.
moved-toast = Verschoben.
new-category = Schick den Namen der neuen Kategorie.
new-product = Schick ein Foto mit Unterschrift oder einen Text:
    <code>Hafenbecher / 12,50 / Fasst 0,3 l, spülmaschinenfest.</code>
new-variant = Schick Name und Preis einer weiteren Ausführung von <b>{ $name }</b>:
    <code>Nachtblau / 14,50</code>
photo-added = 📷 Das Foto hängt.
check-product = 🏷 <b>{ $name }</b> · { $price }
button-create = { $kind ->
        [digital] ✅ Digital: jedes einmal verkauft
        [shared] ✅ Geteilt: alle bekommen dasselbe
       *[physical] ✅ Gegenständlich: wird verschickt
    }
product-created-toast = { $kind ->
        [shared] Angelegt. Leg als Nächstes fest, was Käufer bekommen.
       *[other] Angelegt. Füll als Nächstes Bestand ein.
    }
choose-shelf = In welche Kategorie? Öffne eine, um hineinzusehen.
choose-shelf-none = Es gibt noch keine Kategorie: Leg zuerst eine an.
choose-home = Wohin damit? Öffne eine Kategorie, um hineinzusehen.
button-put-here = { $at ->
        [entrance] ✅ An den Eingang
       *[inside] ✅ Hierhin
    }
stock-card = 📊 <b>{ $title }</b> · <code>{ $number }</code> · { $price }{ $state ->
        [off] {" "}· 🗄 nicht im Angebot
       *[on] {""}
    }
stock-counts = Frei: <b>{ $available }</b> · von Bestellungen gehalten: { $held }
    Eingegangen: { $received } · verkauft: { $sold } · herausgenommen: { $removed }
stock-card-doubted = ⚠️ Fraglich: Davon kann schon etwas verkauft worden sein, bevor die Datenbank wiederhergestellt wurde. Nichts davon wird verkauft, bis es jemand unter 🩺 Zustand freigibt.
stock-endless = Geht nie aus · verkauft: { $sold } · von Bestellungen gehalten: { $held }
stock-cost = Eins kostet dich { $cost }; zum heutigen Preis bleiben { $margin } ({ $percent } %).
stock-cost-unknown = Was es kostete, ist nicht vermerkt.
stock-warned = 🔔 Du hörst es, wenn { $count } oder weniger übrig sind.
stock-unwarned = 🔕 Du hörst nicht, wenn es zur Neige geht.
stock-hold = ⏳ { $code } hält { $quantity } bis { $until }
shared-set = 📎 Alle Käufer bekommen, was hier festgelegt ist.
shared-missing = ⚠️ Es ist noch nichts festgelegt, was Käufer bekämen, also lässt es sich nicht verkaufen.
button-add-stock = ➕ Waren einfüllen
button-take-stock = ➖ Entnehmen
button-batches = 📦 Lieferungen
button-movements = 📋 Bewegungen
button-count = ± Zählen
button-share = { $state ->
        [set] 📎 Für alle Käufer ersetzen
       *[none] 📎 Festlegen, was Käufer bekommen
    }
button-cap = 🔢 Begrenzen
button-endless = ∞ Ohne Grenze
ask-goods = Schick die Waren für <b>{ $title }</b>:
    • Zeilen, eine Ware je Zeile
    • eine .txt- oder .csv-Datei
    • jede andere Datei, jedes Foto, Video oder Tonstück ist selbst eine Ware, bis 20 MB; viele lassen sich auf einmal schicken oder weiterleiten. Auch eine Liste ist eine, wenn darunter <code>file</code> steht oder wenn sie mit anderen kommt.
    Nichts wird hinzugefügt, bevor du gesehen hast, was aus jeder Zeile wird.
verdict = 🔎 <b>{ $title }</b>
verdict-count = { $says ->
        [new] ✅ neu: { $count }
        [twice] ♊ doppelt in dieser Liste: { $count }
        [known] ♻️ hat oder hatte der Shop: { $count }
        [empty] ▫️ leer: { $count }
        [too-long] ⛔ zu lang: { $count }
        [too-large] ⛔ mehr als 20 MB: { $count }
        [no-room] ⛔ zu viel für eine Lieferung: { $count }
       *[formula] ⛔ eine Formel: { $count }
    }
verdict-line = Zeile { $number }: { $says ->
        [twice] wie Zeile { $like }
        [known] hat oder hatte der Shop
        [too-long] zu lang
       *[formula] eine Formel, also keine Ware
    }
verdict-then = Die neuen kommen alle auf einmal hinein; der Rest bleibt draußen.
verdict-none = Es gibt nichts hinzuzufügen.
button-add-now = { $count ->
        [one] ✅ Eins hinzufügen
       *[other] ✅ { $count } hinzufügen
    }
button-add-files = { $count ->
        [one] ✅ Eine Datei hinzufügen
       *[other] ✅ { $count } Dateien hinzufügen
    }
button-stock-note = 📝 Notiz, Lieferant, Kosten
files = 📁 <b>{ $title }</b>: Dateien, jede eine Ware
file-line = { $says ->
        [twice] ♊ { $name }: doppelt geschickt
        [known] ♻️ { $name }: hat oder hatte der Shop
        [empty] ▫️ { $name }: leer
        [too-large] ⛔ { $name }: mehr als 20 MB, die gibt Telegram keinem Bot
        [no-room] ⛔ { $name }: die Dateien davor füllen schon eine ganze Lieferung; schick sie mit der nächsten
       *[new] ✅ { $name }
    }
files-more = Schick weitere, oder füg sie hinzu. Die neuen kommen alle auf einmal hinein; der Rest bleibt draußen.
files-changed-toast = Inzwischen kam mehr: Sieh dir erst alles an.
ask-batch-note = Schick Notiz / Lieferant / Kosten von allem. Was du nicht sagen willst, lass mit einem Strich weg:
    <code>Juli / Keys GmbH / 25,00</code>
batch-note = 📝 { $note }
batch-supplier = 🏭 { $name }
batch-cost = 💸 { $cost }
adding = { $count ->
        [one] ⏳ Eins kommt hinein …
       *[other] ⏳ { $count } kommen hinein …
    }
added = { $count ->
        [one] ✅ Eins kam hinein, als Lieferung { $number }.
       *[other] ✅ { $count } kamen hinein, als Lieferung { $number }.
    }
button-open-batch = 📦 Lieferung öffnen
ask-count = <b>{ $title }</b>: { $stock } im Bestand, davon { $held } von Bestellungen gehalten. Schick, wie viele kamen oder gingen und warum, oder wie viele es insgesamt sind:
    <code>+5 Lieferung</code> · <code>-2 zerbrochen</code> · <code>12 gezählt</code>
check-count = <b>{ $title }</b>: { $before } → <b>{ $after }</b>, Grund: { $reason }
button-count-now = ✅ Ja
counted-toast = Gezählt.
ask-take = ➖ <b>{ $title }</b>: frei: { $free }; von Bestellungen gehalten, das bleibt: { $held }. Schick, wie viele und warum; oder den Grund in der ersten Zeile und darunter die Waren, die herauskommen:
    <code>3 abgelaufen</code> · <code>alle abgelaufen</code>
check-take = ➖ <b>{ $title }</b>: <b>{ $count }</b> herausnehmen, Grund: { $reason }
    Übrig dann: { $left }, davon von Bestellungen gehalten: { $held }. Was herausgenommen ist, kommt nicht zurück.
button-take-now = { $count ->
        [one] ➖ Eins herausnehmen
       *[other] ➖ { $count } herausnehmen
    }
taken-toast = Herausgenommen.
batches = 📦 <b>{ $title }</b>: Lieferungen
batches-none = Es gibt noch keine.
batch-button = { $state ->
        [undone] ↩️ { $number } · rückgängig
       *[in] 📦 { $number } · { $left } von { $count } übrig
    }
batch-card = 📦 <b>Lieferung { $number }</b> · { $at } · { $name }
batch-counts = Gekommen: { $count } · im Regal: { $left } · verkauft: { $sold } · herausgenommen: { $gone }
batch-undone = ↩️ Sie wurde am { $at } rückgängig gemacht. Dieselben Waren dürfen wieder hinein.
batch-sold = Etwas daraus ist verkauft, also lässt sie sich nicht rückgängig machen.
batch-held = Bestellungen halten Waren, die ohne sie nicht da wären, also lässt sie sich jetzt nicht rückgängig machen.
batch-can-be-undone = Nichts daraus ist verkauft: Sie lässt sich rückgängig machen, als wäre sie nie gekommen.
button-undo-batch = { $count ->
        [one] ↩️ Rückgängig: eins zurücknehmen
       *[other] ↩️ Rückgängig: { $count } zurücknehmen
    }
undone-toast = Rückgängig gemacht.
movements = 📋 <b>{ $title }</b>: Bewegungen
movement-line = { $at } · { $pieces } · { $reason ->
        [endless] ab jetzt ohne Grenze
        [capped] ab jetzt begrenzt
        [catalogue] aus einer Katalogdatei
       *[other] { $reason }
    }
movements-none = Es gibt noch keine.
ask-share = 📎 <b>{ $title }</b>: Schick den Text oder die Datei, die jeder Käufer bekommt.{ $state ->
        [set] {" "}Sie tritt an die Stelle dessen, was da ist, auch für die, die schon gekauft haben.
       *[none] {""}
    }
check-share = 📎 <b>{ $title }</b>: { $state ->
        [set] Das ab jetzt allen Käufern geben, auch denen, die schon gekauft haben?
       *[none] Das allen Käufern geben?
    }
button-share-now = ✅ Ja, allen Käufern
shared-toast = Alle Käufer bekommen es ab jetzt.
endless-toast = Es geht nie aus.
ask-cap = 🔢 <b>{ $title }</b>: Wie viele dürfen noch verkauft werden? Schick eine Zahl; Bestellungen halten { $held }.
button-replace-unit = 🔁 Eine Ware ersetzen
sold = 🔁 <b>{ $code }</b>: { $count ->
        [0] Es gibt darin nichts, was sich ersetzen ließe.
       *[other] Welches geht nicht?
    }
sold-button = { $title } · Nr. { $place } · { $spare } übrig
ask-replace = 🔁 <b>{ $title }</b>: als Ersatz frei: { $spare }{ $before ->
        [0] .
       *[other] ; schon ersetzt: { $before }-mal.
    } Schick den Grund. Das alte bleibt vermerkt, und der Kunde bekommt das nächste.
check-replace = 🔁 Ersetzen, Grund: { $reason }
button-replace-now = 🔁 Ja, ein anderes schicken
replaced-toast = { $code }: Der Kunde bekommt ein anderes.
stock-table = Der Bestand in Zahlen, als Tabelle für ein Rechenblatt.
discount-begun = ✅ Er ist gesetzt:
    { $line }
    Tage beginnen und enden um Mitternacht UTC, der Zeit des Shops.
usage-add = <code>/add Becher / Hafenbecher / 12,50 / Fasst 0,3 l</code>
    Eine Kategorie, die es gibt, mit Namen oder Nummer, dann Name / Preis / Text.
usage-addstock = <code>/addstock v12 KEY-1</code>
    Eine Ausführung, dann ihre Waren, eine je Zeile; oder als Worte unter einer Datei. Bei gezählten <code>/addstock v12 +5 Lieferung</code>.
usage-del = <code>/del p3</code>
    Ein Produkt; auf seiner Karte wird es archiviert.
usage-delstock = <code>/delstock v12 3 abgelaufen</code>
    Eine Ausführung, wie viele, und warum.
usage-delallstock = <code>/delallstock v12 abgelaufen</code>
    Eine Ausführung, und warum. Was Bestellungen halten, bleibt.
usage-editid = <code>/editid p3</code>
    Ein Produkt: seine Karte zum Ändern.
usage-editcategory = <code>/editcategory Becher</code> · <code>/editcategory c2</code>
    Eine Kategorie, mit Namen oder Nummer.
usage-editsold = <code>/editsold K7Q2M</code>
    Der Code einer Bestellung, von der eine Ware nicht geht.
usage-disc = <code>/disc p3 10%</code> · <code>/disc p3 1,50</code> · <code>/disc p3 20% { $first } { $last }</code>
    Ein Produkt, was nachgelassen wird, und wenn du magst der erste und der letzte Tag; sie enden um Mitternacht UTC. Ein Strich lässt ein Ende offen.
usage-discat = <code>/discat Becher 10%</code> · <code>/discat c2 20% { $first } { $last }</code>
    Eine Kategorie, was auf alles darin nachgelassen wird, und wenn du magst der erste und der letzte Tag; sie enden um Mitternacht UTC. Ein Strich lässt ein Ende offen.
usage-exportstock = <code>/exportstock</code>
    Danach folgt nichts.
usage-stock = <code>/stock</code> · <code>/stock v12</code>
    Was zur Neige geht, oder eine Ausführung.
usage-numbers = Ein Produkt hat eine Nummer wie <code>p3</code>, eine Ausführung <code>v12</code>, eine Kategorie <code>c2</code>: Sie stehen auf ihren Karten unter /goods.

# Waren: was Nummern bedeuten, und was von wann bis wann nachgelassen wird
error-no-such-number = { $letter ->
        [p] Es gibt kein Produkt <code>{ $number }</code>.
        [v] Es gibt keine Ausführung <code>{ $number }</code>.
        [c] Es gibt keine Kategorie <code>{ $number }</code>.
       *[name] Es gibt keine Kategorie namens <b>{ $number }</b>.
    }
error-several-versions = <code>{ $number }</code>, <b>{ $name }</b>, hat nicht eine Ausführung, sondern diese: { $versions }. Sag, welche.
error-one-version = <code>{ $number }</code> ist eine Ausführung von <b>{ $name }</b>; das Produkt ist <code>{ $product }</code>.
error-several-named = Mehrere Kategorien heißen <b>{ $name }</b>: { $numbers }. Sag mit der Nummer, welche.
error-bad-weight = Bitte schick ein Gewicht von { $minimum } g bis { $maximum } g{ $none ->
        [weight] , etwa <code>250</code> oder <code>1,2 kg</code>, oder einen Strich für kein Gewicht
        [limit] , etwa <code>5 kg</code>, oder einen Strich für jedes Gewicht
       *[steps] {" "}und was jedes weitere kostet, etwa <code>1 kg / 1,50</code>, oder einen Strich für einen Preis, was es auch wiegt
    }.
error-bad-count = { $why ->
        [same] { $stock ->
            [0] Es ist schon nichts da; es würde sich nichts ändern.
            [one] Es ist schon eins da; es würde sich nichts ändern.
           *[other] Es sind schon { $stock } da; es würde sich nichts ändern.
        }
       *[form] Es braucht eine ganze Zahl bis { $maximum }, dann ein Leerzeichen und den Grund; Bestand jetzt: { $stock }.
    } Schick, wie viele kamen oder gingen und warum, oder wie viele es insgesamt sind: <code>+5 Lieferung</code> · <code>-2 zerbrochen</code> · <code>12 gezählt</code>
error-bad-take = { $maximum ->
        [0] Nichts ist frei zum Wegnehmen: Was da ist, halten Bestellungen.
       *[other] { $why ->
            [absent] Keine dieser Waren ist im Regal.
           *[form] Es braucht die Anzahl und den Grund.
        } Schick eine Zahl von 1 bis { $maximum } und den Grund, oder den Grund und darunter die Waren, eine je Zeile: <code>1 abgelaufen</code> · <code>alle abgelaufen</code>
    }
error-bad-period = { $why ->
        [one] Ist { $word } der erste Tag oder der letzte? Schick beide, oder einen Strich für ein offenes Ende: <code>20% - { $word }</code> beginnt jetzt, <code>20% { $word } -</code> gilt, bis ihn jemand beendet.
        [day] Einen Tag { $word } gibt es nicht.
        [far] { $word } ist mehr als fünf Jahre entfernt.
        [past] { $word } ist schon vorbei; ein Strich stattdessen beginnt jetzt.
        [over] { $word } ist schon vorbei, der Rabatt wäre es also auch.
        [backwards] Ein Rabatt endet, nachdem er beginnt.
       *[form] { $word } kann ich nicht als Tage lesen.
    }{ $why ->
        [one] {""}
       *[other] {" "}Schick den ersten und den letzten Tag so: <code>20% { $example }</code>.
    } Tage beginnen und enden um Mitternacht UTC, der Zeit des Shops.
button-new-discount = ➕ Neuer Rabatt
ask-discount = ✂️ Was wird nachgelassen auf { $kind ->
        [category] alles in <b>{ $name }</b>
       *[product] <b>{ $name }</b>
    }? Schick Prozente oder einen Betrag, und wenn du magst den ersten und den letzten Tag:
    <code>20% { $first } { $last }</code> · <code>1,50</code> · <code>10% - { $last }</code>
    Ohne Tage gilt er ab jetzt, bis ihn jemand beendet; ein Strich lässt ein Ende offen. Tage beginnen und enden um Mitternacht UTC, der Zeit des Shops. Der beste Rabatt zählt; sie werden nicht addiert.
check-product-home = 🗂 In { $name }
button-other-shelf = 🗂 In eine andere Kategorie
button-put-in = ✅ In { $name }
button-keep-product = ✏️ Dieses Produkt bearbeiten

# Versand, Hinweise zur Ware, Fragen an Käufer

shipping-line = 🚚 { $name } · { $price }
cart-total-unshipped = Summe ohne Versand: <b>{ $total }</b>
cart-shipping-from = 🚚 Versand ab { $price }; du wählst an der Kasse.
choose-shipping = <b>Kasse</b>

    🚚 Wie sollen wir es verschicken?
button-ship-by = 🚚 { $name } · { $price }
button-other-shipping = 🚚 Anders verschicken
ask-buyer = 📝 { $of ->
        [one] Der Shop fragt zu <b>{ $title }</b>:
       *[other] Frage { $number } von { $of }, zu <b>{ $title }</b>:
    }

    { $question }

    Schick mir deine Antwort in einer Nachricht. Du siehst sie vor dem Bestellen noch einmal.
answer-noted = ✏️ Notiert:
    <blockquote>{ $text }</blockquote>
answer-line = 📝 <b>{ $title }</b>: { $question }
    <blockquote>{ $text }</blockquote>
answer-damaged = 📝 <b>{ $title }</b>: { $question }
    ⚠️ Diese Antwort lässt sich nicht mehr lesen.
answers-many = 📝 { $count ->
        [one] 1 Antwort
       *[other] { $count } Antworten
    } auf das, was der Shop fragt.
button-change-answers = ✏️ Antworten ändern
button-not-an-answer = 💬 Das Letzte war für den Shop
delivery-note = 📄 <b>{ $name }</b>
    { $text }
reading = 🧾 <b>Bestellung { $code }</b>
reading-none = Hier gibt es nichts zu lesen.
button-order-notes = 📄 Hinweise und Antworten
button-answers = 📝 Antworten
error-nothing-ships = ⚠️ Was in deinem Warenkorb liegt, wiegt { $weight } g, und so viel trägt keine Versandart. Nimm etwas heraus oder schreib uns.
error-shipping-unchosen = Bitte wähle zuerst, wie wir es verschicken sollen.
error-answers-missing = Bitte beantworte zuerst, was der Shop fragt.
error-bad-answer = { $why ->
        [empty] Bitte schick eine Antwort, die man lesen kann.
        [long] Eine Antwort hat höchstens { $maximum } Zeichen.
       *[signs] Darin stehen Zeichen, die kein Text sind. Bitte tipp es noch einmal.
    }
error-too-many-options = Es gibt schon { $maximum } Versandarten, und mehr werden nicht geführt. Benenne eine um, die nicht mehr angeboten wird.
error-too-many-questions = Ein Produkt stellt höchstens { $maximum } Fragen.
button-shipping = 🚚 Versand
shipping-home = 🚚 <b>Versand</b>
    Was angeboten wird, steht an der Kasse zur Wahl, sobald etwas Gegenständliches im Warenkorb liegt. Angeboten wird nur, was das Gewicht trägt; ist es nur eine Art, wird sie genommen.
shipping-none = Es gibt noch keine: Gegenständliches wird umsonst verschickt.
shipping-button = { $state ->
        [off] 🗄 { $name } · { $price }
       *[on] 🚚 { $name } · { $price }
    }
button-new-shipping = ➕ Versandart
shipping-card = 🚚 <b>{ $name }</b> · { $price }
    { $state ->
        [off] 🗄 Nicht angeboten: Kunden sehen sie nicht.
       *[on] ✅ Wird angeboten.
    }
shipping-limit = Trägt bis zu { $limit } g.
shipping-unlimited = Es ist keine Grenze des Gewichts gesetzt.
shipping-step = Der Preis gilt für die ersten { $step } g; je weitere angefangene { $step } g kommen { $price } dazu.
shipping-flat = Der Preis ist für jedes Gewicht derselbe.
button-shipping-on = ✅ Anbieten
button-shipping-off = 🗄 Nicht mehr anbieten
button-edit-shipping = { $part ->
        [name] ✏️ Name
        [price] 💲 Preis
        [limit] ⚖️ Grenze
       *[step] ⚖️ Nach Gewicht
    }
ask-shipping-new = Schick Name und Preis einer Versandart; 0 heißt umsonst. Angeboten wird sie erst, wenn du es sagst.
    <code>Paket / 4,90</code>
ask-shipping = <b>{ $name }</b>: { $part ->
        [name] Schick den neuen Namen.
        [price] Schick den neuen Preis; 0 heißt umsonst.
        [limit] Bis zu welchem Gewicht? Schick es in Gramm oder mit Einheit, oder einen Strich für keine Grenze.
       *[step] Schick ein Gewicht und was jedes weitere davon kostet, oder einen Strich für einen einzigen Preis.
    }
    { $part ->
        [name] <code>Paket</code>
        [price] <code>4,90</code>
        [limit] <code>5 kg</code>
       *[step] <code>1 kg / 1,50</code>
    }
check-shipping = 💲 <b>{ $name }</b>: von jetzt an <b>{ $price }</b>? Aufgegebene Bestellungen behalten, wofür sie aufgegeben wurden.
button-shipping-set = ✅ Festlegen
shipping-on-toast = Sie wird angeboten.
shipping-off-toast = Sie wird nicht mehr angeboten.
keep-note = 📄 { $note }
keep-questions = 📝 { $count ->
        [one] 1 Frage an Käufer
       *[other] { $count } Fragen an Käufer
    }
button-questions = 📝 Fragen
questions-card = 📝 <b>{ $name }</b>: Fragen an Käufer
    Sie werden an der Kasse gestellt. Was geantwortet wird, ist versiegelt, und wer verschickt, bekommt es zu sehen. Eine Bestellung behält die Frage, die ihr gestellt wurde.
question-line = { $number }. { $text }
button-question = ✏️ { $number }
button-question-remove = 🗑 { $number }
button-question-new = ➕ Frage
ask-question = Schick in einer Zeile, was Käufer von <b>{ $name }</b> gefragt werden.
question-removed-toast = Sie wird nicht mehr gestellt.
stock-weight = ⚖️ { $grams ->
        [0] Es ist kein Gewicht angegeben.
       *[other] je { $grams } g
    }

# Groups of customers

button-groups = 👥 Gruppen
groups-home = 👥 <b>Kundengruppen</b>
    Wer in einer ist, zahlt ihre Preise, wo sie niedriger sind als die für alle. Der niedrigste Preis gilt; nichts wird zusammengezählt.
groups-none = Es gibt noch keine.
group-button = { $state ->
        [on] { $name } · { $percent ->
            [0] eigene Preise
           *[other] −{ $percent } %
        }
       *[off] 🗄 { $name }
    }
button-new-group = ➕ Gruppe
group-card = 👥 <b>{ $name }</b> · { $percent ->
        [0] allgemein kein Nachlass
       *[other] { $percent } % Nachlass auf alles
    }
group-by-hand = Aufgenommen wird von Hand: über die Karte einer Person oder mit <code>/addreseller</code>.
group-by-turnover = Wer innerhalb eines Jahres für <b>{ $turnover }</b> einkauft, kommt mit der nächsten bezahlten Bestellung hinein und bleibt darin.
group-off = 🗄 Sie ist ausgeschaltet: Wer darin ist, zahlt, was alle zahlen.
group-prices = Ihre eigenen Preise, je ein Knopf:
group-prices-none = Sie hat keinen eigenen Preis.
group-price-button = { $title } · { $price } (sonst { $full })
button-group-price = ➕ Preis
button-edit-group = { $part ->
        [name] ✏️ Name
        [percent] ％ Prozent
       *[turnover] 📈 Umsatz
    }
button-group-on = ✅ Einschalten
button-group-off = 🗄 Ausschalten
group-on-toast = Sie ist eingeschaltet.
group-off-toast = Sie ist ausgeschaltet.
ask-group-new = Schick den Namen der Gruppe, etwa <code>Resellers</code>.
ask-group = { $part ->
        [name] ✏️ Schick den neuen Namen von <b>{ $name }</b>.
        [percent] ％ Wie viel Nachlass bekommt <b>{ $name }</b>? Schick eine ganze Zahl von 0 bis 95.
       *[turnover] 📈 Für wie viel muss jemand innerhalb eines Jahres einkaufen, um in <b>{ $name }</b> zu kommen? Schick einen Betrag oder - für nur von Hand.
    }
ask-group-prices = 💶 Schick die Nummer einer Ausführung und was sie <b>{ $name }</b> kostet: <code>v12 9,50</code>; oder <code>v12 -</code> für keinen eigenen Preis.
ask-group-price = 💶 Schick, was <b>{ $title }</b> für <b>{ $name }</b> kostet, oder - für keinen eigenen Preis.
group-priced = Der Preis von { $number } für <b>{ $name }</b> ist gesetzt.
person-group = 👥 Gruppe: <b>{ $name }</b>
button-person-group = 👥 Gruppe
choose-group-none = Es gibt noch keine. Gruppen entstehen unter 🗂 Waren, 👥 Gruppen.
choose-group = 👥 In welche Gruppe soll <b>{ $name }</b>? Der Umsatz ändert dann nichts mehr daran.
group-choice = { $here ->
        [yes] ✅ { $name }
       *[no] { $name }
    }
button-no-group = In keine
group-put-toast = Es gilt ab jetzt.
group-entered = 👥 Du bist jetzt in der Gruppe <b>{ $name }</b>: Die Preise, die du siehst, sind deine.
group-left = 👥 Du zahlst ab jetzt dieselben Preise wie alle.
error-too-many-groups = Es gibt schon { $maximum } Gruppen; mehr gehen nicht.
error-too-many-group-prices = Eine Gruppe kann { $maximum } eigene Preise haben; diese hat so viele.
error-which-group = Welche Gruppe? Es gibt mehrere: { $names }. Schreibe ihren Namen dahinter.
usage-priceress = <code>/priceress v12 9,50</code> · <code>/priceress v12 9,50 / Resellers</code>
    Die Nummer einer Ausführung, was sie Wiederverkäufer kostet, und die Gruppe, falls es mehrere gibt; - für keinen eigenen Preis.
usage-addreseller = <code>/addreseller @bob</code> · <code>/addreseller 7001 Resellers</code>
    Jemand, der schon mit dem Bot gesprochen hat, und die Gruppe, falls es mehrere gibt.
usage-rmress = <code>/rmress @bob</code>
    Die Person zahlt von da an, was alle zahlen.
# Menschen: Listen, Suche, Guthaben von Hand, Sperren, Notizen und Schlagwörter
button-people = 👤 Personen
button-people-list = { $which ->
        [timeouts] ⏰ Abgelaufen
        [turnover] 💵 Umsatz
        [banned] ⛔ Gesperrt
        [noted] 📝 Mit Notizen
        [tagged] 🏷 Schlagwort
       *[newest] 🆕 Neueste
    }
button-find-person = 🔎 Suchen
people-title = { $which ->
        [timeouts] ⏰ <b>Personen nach abgelaufenen Bestellungen</b>, die gerade zählen
        [turnover] 💵 <b>Personen nach Umsatz</b> der letzten { $days } Tage
        [banned] ⛔ <b>Gesperrte Personen</b>, die zuletzt gesperrten zuerst
        [noted] 📝 <b>Personen mit Notizen</b>
        [tagged] 🏷 <b>Personen mit #{ $tag }</b>
       *[newest] 🆕 <b>Personen</b>, die neuesten zuerst
    }
people-none = Auf dieser Liste steht niemand.
people-row = { $banned ->
        [yes] ⛔ { $name } · { $worth }
       *[no] { $name } · { $worth }
    }
people-tags = 🏷 Personen mit welchem Schlagwort?
people-no-tags = Es gibt noch keine Schlagwörter. Sie entstehen auf der Karte einer Person, mit 🏷.
people-found = 🔎 Mit <b>{ $word }</b> können mehrere Personen gemeint sein:
ask-find-person = 🔎 Wen suchst du? Schick einen Namen, einen <code>@Namen</code>, eine Nummer, den Code einer Bestellung, oder leite eine Nachricht der Person weiter.
person-banned-since = ⛔ Gesperrt seit { $at }, von { $by }: { $reason }
person-ran-out = ⏰ <code>{ $code }</code>: { $at }
person-tags = Schlagwörter: <b>{ $tags }</b>
person-language = Liest: <b>{ $language }</b>
person-since = Hier seit { $at }
person-seen = Zuletzt gemeldet: { $at }
person-reachable = 📨 Ist erreichbar.
button-credit = 💰 Guthaben
button-notes = { $count ->
        [0] 📝 Notizen
       *[other] 📝 Notizen: { $count }
    }
button-tags = 🏷 Schlagwörter
button-ban = ⛔ Sperren
button-unban = 🔓 Entsperren
credit-spendable = Davon lässt sich ausgeben: <b>{ $left }</b>. Die Coins für den Rest sind nicht mehr in der Blockchain.
credit-entries = <b>Zuletzt:</b>
credit-no-entries = Es ist noch nichts dazugekommen oder weggegangen.
credit-line = { $at }: <b>{ $amount }</b> { $why }
credit-entry = { $reason ->
        [overpaid] zu viel gezahlt
        [late] zu spät gezahlt
        [returned] zurück aus einer Bestellung
        [spent] für eine Bestellung ausgegeben
        [honoured] spätes Geld hat seine Bestellung bezahlt
        [reversed] erstattete Bestellung
        [unhonoured] erstattete Bestellung
        [refunded] zum Verschicken zurückgelegt
        [withdrawn] war zurückgelegt, nicht verschickt
        [exchanged_from] andere Währung
        [exchanged_into] andere Währung
        [suspended] Coins nicht mehr in der Blockchain
        [restored] Coins wieder da
        [granted] von Hand gegeben
        [deducted] von Hand abgezogen
        [gifted] über einen Link weitergegeben
        [gift_claimed] über einen Link bekommen
        [gift_back] von einem Link zurück
        [voucher] durch einen Gutschein
       *[other] anderes
    }
button-credit-give = ➕ Geben
button-credit-take = ➖ Abziehen
ask-credit = { $how ->
        [take] ➖ Wie viel Guthaben soll <b>{ $name }</b> abgezogen werden, und warum? Schick den Betrag, dann den Grund: <code>5,00 bar ausgezahlt</code>
       *[give] ➕ Wie viel Guthaben soll <b>{ $name }</b> bekommen, und warum? Schick den Betrag, dann den Grund: <code>5,00 für die Mühe</code>
    }
    Die Person erfährt den Betrag, nicht den Grund.
check-credit = { $how ->
        [take] ➖ <b>{ $name }</b> <b>{ $amount }</b> Guthaben abziehen?
       *[give] ➕ <b>{ $name }</b> <b>{ $amount }</b> Guthaben geben?
    }
    Jetzt sind es { $now }, danach { $then }.
    Grund, nur für die Bücher: { $reason }
check-credit-barred = ⛔ Die Person ist gesperrt: Sie erfährt davon und kann solange nichts ausgeben.
button-credit-now = ✅ Ja, buchen
credit-done-toast = Gebucht. Die Person erfährt es.
credit-none-toast = Es wartet nichts auf eine Bestätigung. So steht es jetzt.
credit-adjusted = { $how ->
        [take] ➖ Der Shop hat dir <b>{ $amount }</b> vom Guthaben abgezogen.
       *[give] 💰 Der Shop hat dir <b>{ $amount }</b> Guthaben gegeben.
    }
credit-left = Ausgeben kannst du jetzt <b>{ $left }</b>.
admin-adjusted = { $how ->
        [take] ➖ { $by } hat { $name } <b>{ $amount }</b> Guthaben abgezogen.
       *[give] 💰 { $by } hat { $name } <b>{ $amount }</b> Guthaben gegeben.
    }
ban-facts = Unbezahlte Bestellungen: <b>{ $waiting }</b>, noch zu liefern: <b>{ $paid }</b>, Guthaben: <b>{ $credit }</b>
ask-ban = { $what ->
        [unban] 🔓 Darf die Person den Shop wieder benutzen? Schick den Grund: Er steht in den Büchern, die Person liest ihn nicht.
       *[ban] ⛔ Warum soll die Person den Shop nicht mehr benutzen? Schick den Grund: Er steht in den Büchern, die Person liest ihn nicht.

            Sie erfährt einmal, dass sie den Shop nicht benutzen kann, und bekommt danach keine Antwort mehr. Bezahltes wird geliefert; eine unbezahlte Bestellung kann bezahlt werden, bis ihre Zeit um ist, und hält so lange ihre Ware. Guthaben bleibt erhalten und lässt sich solange nicht ausgeben.
    }
check-ban = { $what ->
        [unban] 🔓 Die Person wieder hereinlassen?
       *[ban] ⛔ Die Person sperren?
    }
    Grund, nur für die Bücher: { $reason }
button-ban-now = { $what ->
        [unban] ✅ Ja, entsperren
       *[ban] ⛔ Ja, sperren
    }
ban-toast = Gesperrt.
unban-toast = Die Person darf den Shop wieder benutzen.
notes-none = Es gibt noch keine Notizen.
note = 📝 { $at }, { $by }: { $text }
note-numbered = { $number }. { $at }, { $by }: { $text }
note-damaged = (nicht lesbar)
button-note-add = ➕ Neue Notiz
button-note-drop = 🗑 { $number }
note-gone-toast = Diese Notiz ist schon weg.
note-dropped-toast = Die Notiz ist weg.
ask-note = 📝 Was soll über <b>{ $name }</b> notiert werden? Alle, die sich um Personen kümmern, lesen es, die Person selbst nicht.
tags = 🏷 Tippen setzt ein Schlagwort oder nimmt es weg.
tag-choice = { $here ->
        [yes] ✅ { $name }
       *[no] { $name }
    }
button-tag-new = ➕ Neues Schlagwort
ask-tag = 🏷 Welches Schlagwort soll <b>{ $name }</b> bekommen? Ein Wort oder ein paar.
pm-words = { $text }
talk-sent-barred = ✅ Unterwegs zu <b>{ $name }</b>. Die Person ist gesperrt: Sie kann es lesen, aber nicht antworten.
error-barred-cannot-answer = ⛔ Die Person ist gesperrt und könnte nicht antworten. Entsperr sie, oder gib die Adresse selbst ein.
error-right-gone = 🚫 Das darfst du nicht mehr. Es wurde nichts geändert.
error-own-ban = Niemand sperrt sich selbst.
error-works-here = Die Person arbeitet für diesen Shop. Zuerst muss ihr jemand die Rolle nehmen, der das darf.
error-ban-changed = Jemand anderes war schneller. So steht es jetzt.
error-own-credit = Niemand gibt sich selbst Guthaben oder zieht es sich ab. Das kann jemand anderes tun.
error-own-message = Das bist du selbst: Es wurde nichts geschickt.
error-bad-amount = { $why ->
        [missing] Es braucht einen Betrag und einen Grund.
        [empty] Es braucht einen Betrag.
        [negative] Bitte nur ein Vorzeichen.
        [zero] Ein Betrag ist mehr als nichts.
        [exponent] Ein Betrag wird ausgeschrieben, ohne e.
        [decimals] Das sind zu viele Nachkommastellen: Diese Währung hat { $digits }.
        [ambiguous] Das lässt sich auf zwei Arten lesen. Lass das Tausendertrennzeichen weg.
        [large] Das ist zu viel.
       *[number] Das ist kein Betrag.
    } Schick es so: <code>{ $example } für die Mühe</code>; 10 Millionen sind das Höchste.
error-credit-short = Mehr, als die Person ausgeben kann, lässt sich nicht abziehen: { $left }.
error-credit-moved = Das Guthaben hat sich geändert, seit du es gesehen hast, und es wurde nichts gebucht. Sieh noch einmal hin, und bestätige es, wenn es noch passt.
error-adjusted-already = Das wurde schon gebucht, ein einziges Mal.
error-bad-note = Eine Notiz hat 1 bis { $maximum } Zeichen.
error-too-many-notes = Es gibt schon { $maximum } Notizen zu dieser Person: Nimm zuerst eine weg.
error-bad-tag = Ein Schlagwort hat 1 bis { $maximum } Zeichen.
error-too-many-tags = { $whose ->
        [shop] Der Shop hat schon { $maximum } Schlagwörter: Nimm eines davon, oder nimm eines allen weg.
       *[person] Die Person hat schon { $maximum } Schlagwörter: Nimm zuerst eines weg.
    }
usage-info = <code>/info @bob</code> · <code>/info 7001</code> · <code>/info Bob Marley</code>
    Jemand nach <code>@Name</code>, Nummer, dem Code einer Bestellung oder dem Namen.
usage-pm = <code>/pm @bob Dein Paket ist unterwegs</code> · <code>/pm 7001</code>
    Jemand nach <code>@Name</code>, Nummer oder dem Code einer Bestellung, dann die Nachricht; ohne sie wirst du danach gefragt und kannst ein Bild schicken.
usage-editbalance = <code>/editbalance @bob +5,00 für die Mühe</code> · <code>/editbalance 7001 -5 ausgezahlt</code>
    Jemand nach <code>@Name</code>, Nummer oder dem Code einer Bestellung, dann der Betrag mit Vorzeichen, und warum. Gebucht wird erst, wenn du es bestätigst.
usage-ban = <code>/ban @bob hat alle beleidigt</code> · <code>/ban 7001</code>
    Jemand nach <code>@Name</code>, Nummer oder dem Code einer Bestellung, und warum. Du wirst gefragt, bevor es zählt.
usage-unban = <code>/unban @bob</code> · <code>/unban 7001 war ein Versehen</code>
    Jemand nach <code>@Name</code>, Nummer oder dem Code einer Bestellung, und warum. Du wirst gefragt, bevor es zählt.

# Was sonst mit einer Bestellung geschieht
button-acts = ⋯ Mehr …
acts = ⋯ <b>{ $code }</b>: was jetzt sonst mit ihr geschehen kann.
button-extend = ⏳ +{ $minutes } Minuten
button-end = ⌛ Ihre Zeit jetzt beenden …
ask-end = ⌛ Bestellung <b>{ $code }</b> jetzt beenden? Sie hat Zeit bis { $at }. Die Ware kommt zurück ins Regal, und es zählt gegen niemanden. Ich frage vorher noch einmal in der Blockchain nach: Ist eine Zahlung zu sehen, bleibt sie.
button-end-now = ⌛ Ja, beenden
button-by-hand = ✋ Sie ist bezahlt, auf mein Wort …
ask-by-hand = ✋ Bestellung <b>{ $code }</b> als bezahlt annehmen? Die Ware wird sofort geliefert. Wie wurde bezahlt? Schick mir den Grund in einer Nachricht; er bleibt im Protokoll. Du siehst ihn vorher noch einmal.
by-hand-seen = In der Blockchain zu sehen: <b>{ $seen }</b> von { $due } { $asset } ({ $price }). Was niemand gesehen hat, zählt nicht als eingegangen; was noch ankommt, bezahlt zuerst diese Bestellung.
check-by-hand = ✋ Bestellung <b>{ $code }</b> aus diesem Grund als bezahlt annehmen?
    <blockquote>{ $reason }</blockquote>
    Eine weitere Nachricht tritt an seine Stelle. Das lässt sich nicht rückgängig machen.
button-by-hand-now = ✋ Ja, sie ist bezahlt
button-write-to = 💬 { $name } schreiben
extended-toast = { $code } hat mehr Zeit.
ended-toast = { $code } ist beendet.
by-hand-toast = { $code } gilt als bezahlt.
admin-card-by-hand = ✋ Von einer Person als bezahlt angenommen ({ $at }); eingegangen: <b>{ $taken }</b> von { $due } { $asset }.
admin-extended = ⏳ <b>{ $code }</b> hat Zeit bis { $until }{ $by ->
        [admin] , gegeben von { $who }
       *[other] {""}
    }.
admin-by-hand = ✋ <b>{ $code }</b> von { $name }, { $total }, wurde { $by ->
        [admin] von { $who }{" "}
       *[other] {""}
    }als bezahlt angenommen.
admin-refunded = ↩️ <b>{ $code }</b> von { $name } wurde { $by ->
        [admin] von { $who }{" "}
       *[other] {""}
    }erstattet: { $amount }.
button-refund-order = ↩️ Diese Bestellung erstatten …
reverse = ↩️ <b>Bestellung { $code } erstatten</b>: <b>{ $amount }</b> von { $total } gehören wieder dem Kunden.
reverse-credit = { $amount }: Guthaben, das sie verwendet hat
reverse-late = { $amount }: Geld, das zu spät kam und sie bezahlt hat
reverse-coins = { $amount }: { $units } { $asset }, die sie bezahlt haben, zum niedrigeren von festem und heutigem Kurs
reverse-kept = 🎁 { $count ->
        [one] Eine digitale Ware wurde ausgehändigt: Der Kunde behält sie, und sie kommt
       *[other] { $count } digitale Waren wurden ausgehändigt: Der Kunde behält sie, und sie kommen
    } nie wieder in den Verkauf.
reverse-undelivered = 🔙 { $count ->
        [one] Eine digitale Ware wurde nie geliefert: Sie ist
       *[other] { $count } digitale Waren wurden nie geliefert: Sie sind
    } wieder zu kaufen.
reverse-pieces = 📦 { $count ->
        [one] Ein Stück
       *[other] { $count } Stück
    }: { $back ->
        [yes] wieder zu kaufen.
       *[no] nicht wieder zu kaufen.
    }
reverse-where-confirmed = Der Kunde hat diese Adresse bestätigt:
    <code>{ $address }</code>
reverse-final = Das lässt sich nicht rückgängig machen.
button-reverse-stay = 📦 Die Stücke sind nicht zurück
button-reverse-shelve = 📦 Zurück: wieder verkaufen
button-reverse-credit = 💰 { $amount } als Guthaben
button-reverse-send = ↩️ { $amount } als { $asset }
button-reverse-type = ✏️ Als { $asset }, Adresse tippen
reverse-type = ↩️ Schick mir die { $asset }-Adresse im Netz { $network }, an die die Erstattung von <b>{ $code }</b> geht. Damit ist die Bestellung erstattet und der Betrag beiseitegelegt; dann sendest du die Coins und nennst mir die Transaktion.
reversed-toast = { $code } ist erstattet.
order-refunded = ↩️ Bestellung <b>{ $code }</b> wurde erstattet. { $how ->
        [sent] <b>{ $sent }</b> liegen bereit und gehen als Coins an dich zurück.
        [both] <b>{ $sent }</b> liegen bereit und gehen als Coins an dich zurück, und <b>{ $credit }</b> sind wieder dein Guthaben.
       *[credit] <b>{ $credit }</b> wurden dir gutgeschrieben; an der Kasse wird es dir angeboten.
    }{ $owes ->
        [yes] {" "}<b>{ $owed }</b> davon gleichen Guthaben aus, dessen Coins nicht mehr in der Blockchain stehen.
       *[no] {""}
    }
extended = ⏳ Bestellung <b>{ $code }</b> hat mehr Zeit: Sie ist bis { $until } für dich zurückgelegt. Ihr Preis in Coins galt fest bis { $fixed }; was danach zu sehen ist, zählt zum Kurs von dann, wenn der niedriger ist, und es kann mehr verlangt werden.
invoice-pay-moved = Sende <b>{ $amount } { $asset }</b> an
    <code>{ $address }</code>
    { $over ->
        [yes] (1 { $asset } ≈ { $rate } galt fest bis { $fixed }; jetzt zählt der niedrigere Kurs, und er kann sich noch ändern)
       *[no] (1 { $asset } ≈ { $rate }, fest bis { $fixed }; was später zu sehen ist, zählt zum Kurs von dann, wenn der niedriger ist)
    }
standing-refunded = ↩️ <b>Vom Shop erstattet.</b>
standing-ended-early = ⌛ <b>Vom Shop beendet</b>, bevor die Zeit um war. Die Ware liegt wieder im Regal.
label-refunded = erstattet
admin-status-refunded = erstattet
admin-state-refunded = erstattet { $at }
error-nothing-received = Für diese Bestellung ist nichts eingegangen, das zurückgehen könnte.
error-held-long-enough = Ware wird höchstens { $hours } Stunden zurückgelegt.

# Pakete
tracking = 📦 Paketnummer: <code>{ $number }</code>
tracked = 📦 Bestellung <b>{ $code }</b> ist unterwegs. Paketnummer: <code>{ $number }</code>
admin-card-tracking = 📦 Paketnummer: <code>{ $number }</code>
ask-ship-number = Hat sie eine Paketnummer? Schick sie mir in einer Nachricht: Der Kunde liest sie. Oder mach ohne weiter.
ask-ship-tracked = 🚚 <b>{ $code }</b> mit dieser Paketnummer als verschickt vermerken? Der Kunde erfährt es. Das lässt sich nicht rückgängig machen.
    <code>{ $number }</code>
    Eine weitere Nachricht tritt an ihre Stelle.
ask-number = 📦 Schick mir die Paketnummer von <b>{ $code }</b> in einer Nachricht. Der Kunde erfährt sie sofort.
button-number = 📦 Paketnummer …
error-bad-tracking = Eine Paketnummer ist eine Zeile mit höchstens { $maximum } Zeichen.
button-correct = 📮 Adresse berichtigen …
correct-type = 📮 Schick mir die ganze neue Lieferadresse von Bestellung <b>{ $code }</b> in einer Nachricht. Sie gilt, sobald du sie bestätigt hast.
correct-check = 📮 Soll Bestellung <b>{ $code }</b> dorthin gehen?
    <blockquote>{ $delivery }</blockquote>
button-correct-yes = ✅ Ja, dorthin
button-correct-again = ✏️ Andere Adresse
corrected = 📮 Bestellung <b>{ $code }</b> geht an die neue Adresse.
corrected-toast = Die Adresse von { $code } ist berichtigt.
admin-readdressed = 📮 <b>{ $code }</b> von { $name } geht an eine andere Adresse{ $by ->
        [admin] , durch { $who }
        [user] , durch den Kunden
       *[other] {""}
    }. Sieh sie dir vor dem Versand an.
button-bulk-open = ☑️ Mehrere verschickt …
bulk = ☑️ Wähle, was verschickt ist. Jeder Kunde erfährt es.
button-bulk = 🚚 { $count } verschickt …
bulk-full-toast = Höchstens { $maximum } auf einmal.
typed-since-toast = Du hast seither etwas anderes geschickt: Sieh es dir an.
bulk-changed-toast = Inzwischen wurde anderes gewählt.
ask-bulk = 🚚 { $count ->
        [one] Diese Bestellung
       *[other] Diese { $count } Bestellungen
    } als verschickt vermerken? Jeder Kunde erfährt, dass sie unterwegs ist. Das lässt sich nicht rückgängig machen.
button-bulk-now = 🚚 Ja, sie sind verschickt
bulk-done = 🚚 Verschickt: { $count }. Nicht verschickt: { $refused }.
bulk-shipped = ✅ { $code }
bulk-refused = ⚠️ { $code }: { $why }
error-address-changed = Das Paket geht an eine andere Adresse als beim Auswählen. Sieh sie dir an, bevor du es verschickst.
error-too-many-corrections = Du hast diese Adresse schon { $maximum }-mal berichtigt. Bitte schreib uns, wenn sie noch immer falsch ist.
error-ship-alone = Ware dieser Bestellung wurde nicht geliefert. Sieh sie dir einzeln an.
list-count = Insgesamt { $count }
error-other-currency = Diese Bestellung wurde in { $currency } bezahlt, worin der Shop nicht mehr verkauft. Kläre es mit dem Kunden.
# Who works for the shop

button-team = 👥 Team
button-team-open = 👥 Zur Person
button-team-add = ➕ Jemanden hinzufügen
button-team-member = { $name }: { $role }{ $ends ->
        [yes] { " " }→ { $until }
       *[no] {""}
    }
button-role = { $role }
button-role-give = ✅ Rolle geben
button-role-take = 🚫 Rolle wegnehmen
button-role-take-yes = Ja, wegnehmen
button-end-days = { $days ->
        [1] 1 Tag
        [7] 1 Woche
       *[other] { $days } Tage
    }
button-end-none = Ohne Ende
button-end-type = ✏️ Anderes Datum
role-owner = Inhaber
role-manager = Leitung
role-stock = Lager
role-support = Betreuung
role-viewer = Einsicht
right-see = Bestellungen mit Namen und Adressen ansehen
right-orders = Bestellungen verschicken, stornieren und prüfen
right-money = über Erstattungen und Guthaben entscheiden
right-people = sich um Kunden kümmern: Gruppen, Notizen, Schlagwörter, Fristen, Sperren
right-talk = Kunden antworten
right-shelves = den Bestand ansehen
right-goods = Waren und Bestand ändern
right-settings = einstellen, wie der Shop läuft, und seine Alarme hören
right-numbers = sehen, was der Shop einnimmt und was davon bleibt
right-books = die Bücher eines Jahres haben und lesen, wer am meisten kaufte
right-trust = eine Bestellung auf Zuruf als bezahlt gelten lassen
right-keys = private Schlüssel lesen
right-funds = die Coins des Shops bewegen
right-roles = Rollen vergeben
right-backups = Backups machen
role-rights = Darf:
role-right = • { $right }
team = 👥 <b>Wer für diesen Shop arbeitet</b>
team-owner = 👑 { $name }: Inhaber laut den Einstellungen des Shops
team-alone = Sonst hat noch niemand eine Rolle.
team-more = { $count ->
        [one] Noch eine Person hat eine Rolle; du findest sie mit ➕ über ihre Nummer oder ihren <code>@Namen</code>.
       *[other] Noch { $count } Personen haben eine Rolle; du findest sie mit ➕ über ihre Nummer oder ihren <code>@Namen</code>.
    }
team-ask = <b>Wer?</b>
    Leite eine Nachricht der Person weiter, teile ihren Kontakt oder schick ihren <code>@Namen</code>, ihre Nummer oder den Code einer ihrer Bestellungen. Sie muss diesen Bot einmal gestartet haben.
team-person = 👤 <a href="tg://user?id={ $id }">{ $name }</a> (<code>{ $id }</code>)
team-own = Das bist du: Deine Rolle kann nur ein anderer Inhaber ändern.
team-rests = ⏸ Der Shop weiß gerade nicht sicher, wie spät es ist: Solange gilt diese Rolle nicht.
team-banned = 🚫 In diesem Shop gesperrt: Solange das so ist, gilt diese Rolle nicht.
team-no-role = Hat hier keine Rolle.
team-by-settings = Inhaber laut den Einstellungen des Shops (<code>ADMIN_IDS</code>): Das wird dort geändert und nicht im Chat.
team-since = <b>{ $role }</b> seit { $at }, gegeben von { $by }
team-until = Bis { $at }
team-ended = Zu Ende seit { $at }
team-no-end = Ohne Ende
team-choose = Wähle eine Rolle, auch dieselbe mit einem anderen Ende.
team-ask-end = <b>{ $name }: { $role }. Bis wann?</b>
team-owner-warning = ⚠️ Ein Inhaber darf alles: private Schlüssel lesen, Coins bewegen und auch dir eine Rolle wegnehmen.
team-type-end = Bis wann? Ein Datum wie <code>2027-01-31</code> oder <code>31.01.2027 18:00</code> (UTC) oder eine Zahl von Tagen wie <code>10</code>. Ein Datum ohne Uhrzeit gilt bis zum Ende des Tages.
team-check-end = <b>{ $name }: { $role }</b>
    Bis { $at }
team-ask-take = <b>{ $name } die Rolle { $role } wegnehmen?</b>
    Sie endet sofort, auch auf Knöpfen, die noch zu sehen sind. Die Person erfährt es.
role-given-toast = { $name } hat jetzt die Rolle und erfährt es.
role-taken-toast = { $name } hat hier keine Rolle mehr und erfährt es.
role-given = 👥 Du hast jetzt eine Rolle in diesem Shop: <b>{ $role }</b>
role-lost = { $how ->
        [ended] 👥 Deine Rolle in diesem Shop, { $role }, ist wie vorgesehen zu Ende.
       *[taken] 👥 Deine Rolle in diesem Shop, { $role }, wurde dir weggenommen.
    }
admin-role = { $what ->
        [given] 👥 { $by } hat { $name } die Rolle { $role } gegeben.
        [ended] 👥 Die Rolle von { $name }, { $role }, ist wie vorgesehen zu Ende.
       *[taken] 👥 { $by } hat { $name } die Rolle { $role } weggenommen.
    }
error-no-right = { $why ->
        [role] 🚫 Deine Rolle in diesem Shop, { $role }, umfasst das nicht.
        [ended] 🚫 Deine Rolle in diesem Shop, { $role }, ist zu Ende.
        [rests] 🚫 Deine Rolle in diesem Shop hat ein Ende, und der Shop weiß gerade nicht sicher, wie spät es ist. Bitte versuch es in ein paar Minuten noch einmal.
       *[customer] 🚫 Das ist für die, die für diesen Shop arbeiten, und du hast hier keine Rolle.
    }
error-person-not-found = So jemanden kenne ich nicht: Die Person muss diesen Bot einmal gestartet haben.
error-person-hidden = Telegram sagt nicht, wer das geschrieben hat. Schick stattdessen die Nummer oder den <code>@Namen</code>.
error-lacks-right = Niemand kann eine Rolle geben oder nehmen, die mehr darf als die eigene, und Rollen vergeben nur Inhaber.
error-outlasts = Deine eigene Rolle hat ein Ende: Niemand vergibt eine Rolle, die länger gilt als die eigene.
error-time-in-doubt = Der Shop weiß gerade nicht sicher, wie spät es ist, und kann nicht sagen, wann das zu Ende wäre. Gib sie ohne Ende, oder versuch es in ein paar Minuten noch einmal.
error-own-role = Niemand ändert die eigene Rolle. Bitte einen anderen Inhaber darum.
error-owner-by-settings = Diese Person ist Inhaber laut den Einstellungen des Shops (ADMIN_IDS): Das wird dort geändert und nicht im Chat.
error-last-owner = Das ist der letzte Inhaber ohne Ende: Erst muss jemand anderes einer sein.
error-role-changed = Die Rolle hat sich geändert, seit du sie gesehen hast. So ist es jetzt.
error-bad-end = Das ist kein Datum in der Zukunft innerhalb von fünf Jahren. Schreib es wie 2027-01-31, 31.01.2027 18:00 (UTC) oder als Zahl von Tagen.
error-team-full = Es haben schon { $most } Personen eine Rolle: Nimm erst jemandem eine weg.
error-person-banned = Diese Person ist in diesem Shop gesperrt und kann nicht für ihn arbeiten.
usage-addadmin = <code>/addadmin @bob</code> · <code>/addadmin @bob lager</code> · <code>/addadmin 7001 lager 30</code>
    Jemand mit <code>@Namen</code>, Nummer oder dem Code einer Bestellung; dann eine Rolle (Inhaber, Leitung, Lager, Betreuung, Einsicht) und für wie viele Tage oder bis zu welchem Datum. Gegeben wird erst, wenn du es bestätigst.
usage-rmadmin = <code>/rmadmin @bob</code> · <code>/rmadmin 7001</code>
    Jemand mit <code>@Namen</code>, Nummer oder dem Code einer Bestellung. Bevor die Rolle weg ist, wirst du gefragt.

# Reviews

button-rate = ⭐ Bewerten
button-reviews = { $count ->
        [one] ⭐ 1 Bewertung
       *[other] ⭐ { $count } Bewertungen
    }
button-review-words = ✏️ In Worten sagen
button-review-sign = { $named ->
        [yes] 🙈 Meinen Namen nicht zeigen
       *[no] 👤 Meinen Namen zeigen
    }
button-review-take = 🗑 Zurücknehmen
button-older = Ältere ▶
button-review-show = ✅ Zeigen
button-review-hide = 🙈 Von der Karte nehmen
button-review-keep = 🙈 Nicht zeigen
button-review-reply = 💬 Antworten
button-reviews-waiting = ⭐ Wartende Bewertungen
button-review-open = ⭐ Lesen
command-reviews = Bewertungen, die gelesen werden sollen
rating = ★ { $average },{ $tenth } · { $count ->
        [one] 1 Bewertung
       *[other] { $count } Bewertungen
    }
review-choose = ⭐ Was möchtest du bewerten?
review-ask = ⭐ Wie ist <b>{ $name }</b>? Ein Stern ist schlecht, fünf sind großartig.
review-asked = ⭐ Vor einigen Tagen war die Bestellung <b>{ $code }</b> vollständig. Wie ist <b>{ $name }</b>? Ein Stern ist schlecht, fünf sind großartig.
review-own = ⭐ Deine Bewertung von <b>{ $name }</b>: { $stars }
review-is-waiting = Jemand vom Shop liest sie zuerst und entscheidet, ob sie gezeigt wird.
review-is-shown = Sie steht auf der Karte des Produkts.
review-is-hidden = Der Shop hat sie von der Karte des Produkts genommen.
review-thanks = Danke!
review-taken = Sie ist zurückgenommen.
review-type = Was möchtest du über <b>{ $name }</b> sagen? Schick es in höchstens 500 Zeichen, ohne Links und <code>@Namen</code>.
review-customer = jemand
review-line = { $stars } <b>{ $name }</b>
review-reply = 💬 Der Shop: { $text }
review-answered = 💬 Der Shop hat auf deine Bewertung von <b>{ $product }</b> geantwortet.
review-ask-reply = Was sagt der Shop dazu? Es steht unter der Bewertung, und wer sie schrieb, hört davon, wenn sie gezeigt wird. Ein Strich nimmt die Antwort weg.
review-button = { $stars }★ { $product }
review-judged = Erledigt.
review-state-waiting = Sie wartet darauf, gelesen zu werden, und steht noch auf keiner Karte.
review-state-shown = Sie steht auf der Karte des Produkts.
review-state-hidden = Sie steht auf keiner Karte.
reviews-none = Noch hat niemand etwas gesagt.
reviews-waiting = ⭐ <b>Wartende Bewertungen</b>, die ältesten zuerst:
reviews-waiting-none = ⭐ Keine Bewertung wartet.
admin-rated = ⭐ Eine Bewertung von <b>{ $product }</b> mit { $stars ->
        [1] 1 Stern
       *[other] { $stars } Sternen
    } wartet darauf, gelesen zu werden.
error-not-bought = Das kann nicht bewertet werden: Es wurde nicht mit dieser Bestellung gekauft, ist noch nicht da, oder das Geld wurde zurückgegeben.
error-bad-words = { $why ->
        [empty] Darin ist nichts zu lesen.
        [link] Links, <code>@Namen</code> und Adressen werden in Bewertungen nicht gezeigt. Schick es ohne sie.
       *[long] Das ist zu lang: höchstens { $maximum } Zeichen.
    }
error-review-changed = ✋ Nichts wurde geändert: Die Bewertung ist eine andere, seit du sie gesehen hast. Sieh noch einmal nach.
error-review-stands = Du hast das nach einer Bestellung bewertet, deren Geld inzwischen zurückgegeben wurde. Nimm die Bewertung erst zurück, dann kannst du eine neue schreiben.
# Guthaben, das weitergegeben wird, und was zwei braucht

button-gifts = 🎁 Guthaben weitergeben
button-gift-new = 🎁 Link erstellen
gifts = 🎁 <b>Guthaben weitergeben</b>

    Du erstellst einen Link und schickst ihn jemandem. Wer ihn als Erster öffnet und Ja sagt, hat das Guthaben. Solange es niemand hat, kannst du es zurücknehmen.
gifts-credit = 💰 Dein Guthaben: <b>{ $credit }</b>
gifts-fresh = Von dem, was du in den letzten { $days } Tagen mit Coins bezahlt hast, kannst du { $fresh } noch nicht weitergeben.
gifts-most = Weitergeben kannst du jetzt bis zu <b>{ $most }</b> (in 24 Stunden noch: { $left }).
gifts-waiting = { $count ->
        [one] Diesen Link hat noch niemand eingelöst:
       *[other] Diese { $count } Links hat noch niemand eingelöst:
    }
gift-button = { $amount } · Link { $number }
ask-gift = Wie viel möchtest du weitergeben? Schick mir den Betrag, zum Beispiel 5,00.
confirm-gift = <b>{ $amount }</b> weitergeben?

    Der Betrag geht jetzt von deinem Guthaben ab, { $rest } bleiben. Wer den Link als Erster öffnet und Ja sagt, hat ihn. Tut das innerhalb von { $days } Tagen niemand, kommt er von selbst zu dir zurück; bis dahin kannst du ihn zurücknehmen.
button-gift-make = ✅ Link über { $amount } erstellen
gift-made = 🎁 Dein Link über <b>{ $amount }</b>:

    { $link }

    Er steht nur hier: Schick ihn einer einzigen Person. Er gilt bis { $until }; dann kommt das Guthaben zu dir zurück.
button-gift-copy = 📋 Link kopieren
button-gift-back = ↩️ { $amount } zurücknehmen
gift-card = 🎁 <b>{ $amount }</b> · Link { $number }
gift-open = Niemand hat es genommen. Am { $until } kommt es von selbst zu dir zurück.
gift-claimed = { $name } hat es genommen.
gift-returned = { $why ->
        [time] Niemand hat es rechtzeitig genommen: Es ist wieder dein Guthaben.
        [owed] Es konnte nicht genommen werden, weil Coins, mit denen du bezahlt hattest, aus der Blockchain verschwunden sind: Es ist wieder in deinem Guthaben.
       *[giver] Du hast es zurückgenommen: Es ist wieder dein Guthaben.
    }
gift-question = 🎁 { $name } gibt <b>{ $amount }</b> Guthaben weiter: an die erste Person, die diesen Link öffnet.

    Möchtest du es? { $name } erfährt, dass du es genommen hast. Der Link gilt bis { $until }.
button-gift-take = ✅ { $amount } von { $name } nehmen
button-gift-leave = Nein, danke
gift-taken = 🎁 Du hast { $amount } genommen: Der Betrag gehört zu deinem Guthaben.
gift-told = { $what ->
        [claimed] 🎁 { $name } hat die { $amount } genommen, die du weitergegeben hast.
        [owed] ↩️ Die { $amount }, die du weitergeben wolltest, sind wieder in deinem Guthaben: Coins, mit denen du bezahlt hattest, sind aus der Blockchain verschwunden.
       *[time] ↩️ Niemand hat die { $amount } genommen, die du weitergeben wolltest: Sie sind wieder dein Guthaben.
    }
error-gifts-off = In diesem Shop kann zurzeit kein Guthaben weitergegeben werden. Ein Link von vorher gilt trotzdem.
error-gift-too-large = Das ist mehr, als du jetzt weitergeben kannst.
error-gift-over-cap = Das ist mehr, als von dem übrig ist, was man in 24 Stunden weitergeben darf.
error-too-many-gifts = Du hast { $most } Links, die niemand eingelöst hat. Nimm zuerst einen zurück.
error-gift-made = Diesen Link gibt es schon; er wurde damals gezeigt. Wenn du ihn verloren hast, nimm ihn zurück und erstelle einen neuen.
error-gift-not-found = Dieser Link führt zu nichts. Wurde er ganz kopiert?
error-own-gift = Das ist dein eigener Link: Er ist für jemand anderen. Du kannst ihn zurücknehmen.
error-gift-gone = Dieses Guthaben wurde schon genommen oder ging an den zurück, der es weitergeben wollte.
error-gift-rests = Dieses Guthaben kann zurzeit nicht genommen werden. Bitte frag den Shop.
error-gift-in-doubt = Der Shop weiß gerade nicht sicher, wie spät es ist, und gibt so lange kein Guthaben weiter. Dein Guthaben bleibt deins; versuch es in ein paar Minuten noch einmal.
error-gift-other-money = Der Shop verkauft inzwischen in einer anderen Währung, und es wurde nichts weitergegeben. Tipp den Betrag noch einmal ein.
button-pay-rest = { $rest } zahlen: { $sign } { $asset } { $amount }
choose-coin-short = Dein Guthaben reicht nicht für alles: <b>{ $rest }</b> fehlen, und ein Tipp zahlt { $fee ->
        [yes] das samt Gebühr
       *[no] genau das
    }. Dein Warenkorb bleibt, wie er ist, bis die Bestellung bezahlt ist.
four-eyes-waits = Noch ist nichts geschehen: Es geht um mehr, als einer allein entscheiden darf. Die anderen Inhaber wurden gefragt; einer von ihnen muss innerhalb von drei Tagen zustimmen.
error-no-second-owner = Nichts ist geschehen: Es geht um mehr, als ein Inhaber allein entscheiden darf (FOUR_EYES_ABOVE), und es gibt keinen zweiten. Ernenne einen mit /addadmin.
error-too-many-asked = { $most } Vorgänge warten schon auf einen zweiten Inhaber. Entscheide zuerst über einige davon: /approvals
error-approval-not-found = Darüber gibt es nichts zu entscheiden.
error-approval-over = Darüber wurde schon entschieden, oder die Zeit war um.
error-own-approval = Du hast selbst darum gebeten: Ein anderer Inhaber muss zustimmen.
error-not-an-owner = Darüber kann nur ein Inhaber entscheiden.
error-asker-lacks-right = Wer darum gebeten hat, darf es nicht mehr.
error-asked-changed = Etwas daran ist inzwischen anders: Sieh dir die Bestellung an und frage neu.
error-asked-anew = Es wurde neu darum gebeten, nach dem heutigen Stand.
approvals = 🔐 <b>Wartet auf einen zweiten Inhaber</b>
approvals-none = 🔐 Nichts wartet auf einen zweiten Inhaber.
approval-button = { $amount } · { $act }
approvals-more = Und { $count } weitere, die später enden.
approval-act = { $act ->
        [refund-credit] Erstattung der Bestellung { $code } als Guthaben
        [refund-send] Erstattung der Bestellung { $code } in Coins
        [refund-late] Rücksendung von überschüssigem oder spätem Geld der Bestellung { $code }
        [honour] Lieferung der Bestellung { $code } für spätes Geld
        [by-hand] Bestellung { $code } gilt als bezahlt
        [key] Privater Schlüssel der Bestellung { $code }
        [voucher] Codes einschalten, die Guthaben geben
       *[balance] Änderung eines Guthabens von Hand
    }
approval-card = 🔐 <b>{ $act }</b>
    Es geht um <b>{ $amount }</b>.
approval-where = An: <code>{ $address }</code>
approval-pieces = { $back ->
        [1] Was verschickt wurde, steht wieder zum Verkauf.
       *[0] Was verschickt wurde, steht nicht wieder zum Verkauf.
    }
approval-balance = { $how ->
        [take] { $amount } werden { $name } (<code>{ $id }</code>) genommen.
       *[give] { $amount } für { $name } (<code>{ $id }</code>); was binnen eines Tages von Hand gegeben wurde, zählt mit.
    }
approval-reason = Grund: { $reason }
approval-honour = Eingegangen: { $received }; die Ware kostet jetzt { $price }.
approval-key = Wer darum gebeten hat, kann den Schlüssel danach { $minutes } Minuten lang lesen.
approval-asked = Gefragt von { $name }, { $at }.
approval-open = { $mine ->
        [yes] ⏳ Ein anderer Inhaber muss zustimmen, bis { $until }.
       *[no] ⏳ Nichts geschieht, bevor du zustimmst. Am { $until } endet es von selbst.
    }
approval-waits = ⏳ <b>{ $act }</b>: beantragt, noch nicht geschehen. Ein zweiter Inhaber muss bis { $until } zustimmen.
button-approvals = 🔐 Wartet auf zweiten Inhaber
approval-over = { $state ->
        [approved] ✅ { $name } hat zugestimmt: Es ist geschehen.
        [refused] ❌ { $name } hat abgelehnt: Nichts ist geschehen.
        [expired] ⌛ Niemand hat rechtzeitig entschieden: Nichts ist geschehen.
       *[overtaken] 🔄 Nichts ist geschehen: Es ist nicht mehr so wie zu der Zeit, als darum gebeten wurde.
    }
approval-told = 🔐 Du hast darum gebeten: { $act }; es geht um { $amount }.
button-approve = ✅ Zustimmen
button-refuse = ❌ Ablehnen
approved-toast = Erledigt.
refused-toast = Abgelehnt.
# Das Konto
command-stock-staff = Was zur Neige geht, oder eine Ausführung: /stock v12
command-order = Meine Bestellungen, oder eine: /order K7Q2M
command-account = Mein Konto
command-refund = Wie Geld zurückkommt
command-stop = Keine Neuigkeiten über Produkte mehr
command-transfer = Guthaben weitergeben
command-approvals = Was auf einen zweiten Inhaber wartet
command-terms = Die Bedingungen des Shops
button-account = 👤 Mein Konto
account = 👤 <b>Mein Konto</b>

    Deine öffentliche Kennung: <code>{ $id }</code>
    Der Shop findet dich damit; sie ist nicht deine Telegram-Nummer.
account-name = Name, wie in Telegram: <b>{ $name }</b>
account-detail = { $detail ->
        [name] Name, wie du ihn angegeben hast
        [contact] Kontakt
       *[email] E-Mail
    }: <b>{ $text }</b>
account-detail-damaged = { $detail ->
        [name] Name
        [contact] Kontakt
       *[email] E-Mail
    }: beschädigt und nicht lesbar. Bitte gib es neu an.
account-group = Gruppe, deren Preise du zahlst: <b>{ $name }</b>
account-credit = Guthaben: <b>{ $credit }</b>
button-detail = { $detail ->
        [name] ✏️ Name
        [contact] ✏️ Kontakt
       *[email] ✏️ E-Mail
    }
button-credit-history = 💰 Guthabenverlauf
button-stored = 🗄 Was gespeichert ist
credit-history = 💰 <b>Guthaben: { $credit }</b>
credit-history-none = Noch ist nichts gekommen oder gegangen.
account-credit-entry = { $date } · <b>{ $sign }{ $amount }</b> · { $reason }{ $code ->
        [none] {""}
       *[other] { " " }{ $code }
    }
credit-reason-overpaid = zu viel bezahlt
credit-reason-late = zu spät bezahlt
credit-reason-returned = zurück aus einer Bestellung
credit-reason-gifted = über einen Link weitergegeben
credit-reason-gift_claimed = über einen Link bekommen
credit-reason-gift_back = von einem Link zurück
credit-reason-granted = vom Shop gegeben
credit-reason-deducted = vom Shop abgezogen
credit-reason-spent = Bestellung bezahlt
credit-reason-honoured = spätes Geld, für seine Bestellung genommen
credit-reason-reversed = Bestellung erstattet
credit-reason-unhonoured = spätes Geld, zurück aus seiner Bestellung
credit-reason-refunded = zurückgelegt, um in Coins zurückgeschickt zu werden
credit-reason-withdrawn = doch nicht in Coins zurückgeschickt
credit-reason-exchanged_from = in eine andere Währung umgerechnet
credit-reason-exchanged_into = aus einer anderen Währung umgerechnet
credit-reason-suspended = seine Coins sind nicht mehr in der Blockchain
credit-reason-restored = seine Coins sind doch da
stored = 🗄 <b>Was dieser Shop über dich speichert</b>

    Telegram-Nummer <code>{ $id }</code>, Name <b>{ $name }</b>, Sprache und deine öffentliche Kennung.
stored-username = Telegram-Name: @{ $username }
stored-rest = • Bestellungen: { $orders }, mit dem, was wann gekauft und bezahlt wurde, den Transaktionen der Coins und, wo es eine gab, der Adresse einer Erstattung. { $told ->
        [0] In keiner steht, wohin ein Paket ging, was du geantwortet hast oder warum sie storniert wurde.
        [one] In einer steht, wohin ein Paket ging, was du geantwortet hast oder warum sie storniert wurde (verschlüsselt).
       *[other] In { $told } steht, wohin ein Paket ging, was du geantwortet hast oder warum sie storniert wurden (verschlüsselt).
    }
    • Guthaben mit jeder Bewegung.
    • Dein Warenkorb und { $wishes ->
        [0] kein Produkt, auf das du wartest.
        [one] ein Produkt, auf das du wartest.
       *[other] { $wishes } Produkte, auf die du wartest.
    }
    • Welche deiner Nachrichten den Leuten des Shops gezeigt wurden, ohne ihre Worte.
    • Was mit deinem Konto und deinen Bestellungen wann gemacht wurde.
stored-more = • Deine Bewertungen, die Links, über die du Guthaben weitergegeben hast, die Gutscheine, die du verwendet hast, und wie viele Codes nicht gingen, und was Leute des Shops über dich notiert (verschlüsselt), vermerkt oder entschieden haben, etwa eine Sperre.
stored-until = Adressen, Antworten und Begründungen in beendeten Bestellungen werden nach dem { $date } gelöscht.
button-detail-drop = { $detail ->
        [name] ✖️ Namen entfernen
        [contact] ✖️ Kontakt entfernen
       *[email] ✖️ E-Mail entfernen
    }
detail-dropped-toast = Entfernt.
button-erase = 🧹 Meine Daten löschen
button-erase-now = 🧹 Ja, löschen
erase = 🧹 <b>Löschen, was gelöscht werden darf?</b> Das lässt sich nicht rückgängig machen.

    <b>Sofort:</b> dein Name und <code>@Name</code> hier, was du angegeben hast (Name, Kontakt, E-Mail), dein Warenkorb, was du getippt und nicht bestätigt hast{ $wishes ->
        [0] .
       *[other] , und worauf du wartest: Du erfährst nicht mehr, wenn es wieder da ist.
    }
erase-orders = <b>Sofort:</b> die Adresse, deine Antworten und die Begründung einer Stornierung in { $count ->
        [one] einer beendeten Bestellung.
       *[other] { $count } beendeten Bestellungen.
    }
erase-orders-later = <b>Nach dem { $date }:</b> die Adresse, deine Antworten und die Begründung einer Stornierung in { $count ->
        [one] einer beendeten Bestellung.
       *[other] { $count } beendeten Bestellungen.
    } So lange behält der Shop sie für Fragen zu Paketen.
erase-stays = <b>Das bleibt:</b> deine Telegram-Nummer, deine öffentliche Kennung, Sprache und Gruppe, deine Bewertungen und die Links, über die du Guthaben weitergegeben hast, was Leute des Shops über dich notiert haben, und von deinen Bestellungen, was gekauft, bezahlt und zurückgezahlt wurde: Die Bücher des Shops müssen aufgehen. Nachrichten in Telegram-Chats bleiben dort, auch in denen der Leute des Shops, und früher gemachte Kopien der Datenbank behalten, was sie haben, bis der Shop sie löscht.

    Du kannst weiter einkaufen. Wenn du wieder /start schreibst, kennt der Shop deinen Telegram-Namen wieder.
erase-credit = Dein Guthaben von <b>{ $credit }</b> bleibt deines: Es gehört zu deiner Telegram-Nummer.
erased = 🧹 <b>Gelöscht.</b>
error-erase-staff = Du arbeitest für diesen Shop: Was du darin tust, müssen die anderen wissen. Deine Daten lassen sich löschen, sobald du hier keine Rolle mehr hast.
error-erase-changed = Was gelöscht würde, hat sich geändert, seit du gefragt wurdest. Nichts wurde gelöscht: Lies es noch einmal.
error-erase-open = Jetzt nicht: In { $codes } ist noch etwas im Gang. Eine Adresse oder Geld, das noch gebraucht wird, lässt sich nicht löschen. Versuch es wieder, wenn das beendet ist.
onboarding = { $detail ->
        [name] Wie darf <b>{ $shop }</b> dich nennen? Was du als Nächstes schreibst, wird als dein Name gespeichert.
        [contact] Wo erreicht <b>{ $shop }</b> dich sonst, per Telefon oder anderswo? Was du als Nächstes schreibst, wird als dein Kontakt gespeichert.
       *[email] Wie ist deine E-Mail-Adresse? Was du als Nächstes schreibst, wird als deine E-Mail-Adresse gespeichert.
    }

    Du musst es nicht sagen: Überspring es mit dem Knopf oder mit /skip. Es wird verschlüsselt gespeichert, und du kannst es unter /account ändern und löschen.
ask-detail = { $detail ->
        [name] Wie soll der Shop dich nennen?
        [contact] Wo erreicht der Shop dich sonst, per Telefon oder anderswo?
       *[email] Wie ist deine E-Mail-Adresse?
    } Es wird verschlüsselt gespeichert.
button-skip = ⏭ Überspringen
onboarded = Danke, das war alles. Du kannst es unter /account ändern.
skip-nothing = Es gibt nichts zu überspringen.
skip-question = Diese Frage ließ sich nicht überspringen. Sie ist beendet, und nichts wurde geändert.
stop-question = Die Frage, die auf deine Antwort wartete, ist beendet.
stop-wishes = { $count ->
        [one] 🔕 Du hörst nichts mehr von { $names }.
       *[other] 🔕 Du hörst nichts mehr von { $names }{ $more ->
            [0] .
           *[other] { " " }und { $more } weiteren.
        }
    } Um wieder anzufangen, öffne das Produkt und lass dir Bescheid geben.
stop-none = 🔕 Du hast auf kein Produkt gewartet.
stop-asking = 🔕 Der Shop bittet dich um keine Bewertungen mehr. Um wieder gefragt zu werden, drück den Knopf in /account.
button-quiet = { $quiet ->
        [1] 🔔 Wieder um Bewertungen bitten
       *[0] 🔕 Nicht um Bewertungen bitten
    }
quiet-toast = Der Shop bittet dich um keine Bewertungen.
asked-toast = Der Shop darf dich wieder um eine Bewertung bitten.
stop-goes-on = Was weitergeht: Nachrichten zu deinen eigenen Bestellungen, Zahlungen und Erstattungen, und Antworten auf deine Nachrichten.
refunds = ↩️ <b>Wie Geld zurückkommt</b>

    • Was zu viel oder zu spät bezahlt wird, wird Guthaben: /account zeigt es, und deine nächste Bestellung lässt sich damit bezahlen.
    • Erstattet der Shop eine Bestellung, wird das Geld Guthaben oder in der Währung zurückgeschickt, in der du bezahlt hast. Dann fragt dich der Shop hier, wohin: Du tippst eine Adresse, siehst sie noch einmal und bestätigst sie.
    • Wenn du eine Erstattung möchtest, schreib dem Shop und nenne den Code der Bestellung.
refunds-asked = { $count ->
        [one] Eine Bestellung wartet auf eine Adresse von dir:
       *[other] { $count } Bestellungen warten auf eine Adresse von dir:
    }
button-refund-for = ↩️ Adresse für { $code }
button-terms = 📜 Bedingungen
terms = 📜 <b>Bedingungen</b>
terms-none = Dieser Shop hat keine Bedingungen aufgeschrieben.
checkout-terms = 📜 Mit deiner Bestellung stimmst du den Bedingungen des Shops zu.
button-receipt = 🧾 Beleg
receipt-sent = 🧾 Der Beleg zur Bestellung { $code }
receipt-title = { $shop }
    Beleg zur Bestellung { $code }
receipt-ordered = Bestellt: { $date }
receipt-paid = Bezahlt: { $date }
receipt-ended = { $status ->
        [shipped] Geliefert
        [refunded] Erstattet
       *[other] Beendet
    }: { $date }
receipt-line = { $quantity } × { $name }, je { $price }: { $total }
receipt-shipping = Versand ({ $name }): { $price }
receipt-total = Summe: { $total }
receipt-credit = Mit Guthaben bezahlt: { $used }
receipt-by-hand = Vom Shop selbst als bezahlt genommen
receipt-coins = In Coins bezahlt: { $amount } { $asset }
receipt-rate = Kurs: { $rate } für einen { $asset }, vom { $date }
receipt-transfer = Zahlung von { $amount } { $asset }, zuerst gesehen { $date }, { $txid ->
        [none] Transaktion nicht bekannt
       *[other] Transaktion { $txid }
    }
receipt-refund = In Coins zurückgeschickt: { $amount }, vereinbart { $date }
person-public-id = Öffentliche Kennung: <code>{ $id }</code>
button-person-told = 🗄 Eigene Angaben
person-told = 🗄 Was <b>{ $name }</b> dem Shop angegeben hat:
person-told-nothing = Nichts.
error-detail-name = Das ist kein Name: eine Zeile mit Buchstaben, höchstens { $max } Zeichen. Schreib ihn noch einmal oder lass es.
error-detail-contact = Das kann ich nicht als Kontakt nehmen: eine Zeile von 3 bis { $max } Zeichen, etwa eine Telefonnummer. Schreib es noch einmal oder lass es.
error-detail-email = Das ist keine E-Mail-Adresse: Sie sieht aus wie name@example.org und hat höchstens { $max } Zeichen. Schreib sie noch einmal oder lass es.

# Eigene Texte des Shops
button-texts = 📜 Texte
texts = 📜 <b>Texte</b>

    Hilfe und Bedingungen in deinen eigenen Worten, je Sprache. Kunden lesen mit dem nächsten Druck auf den Knopf die neuesten. Wo es in einer Sprache keine Bedingungen gibt, werden die in der Sprache des Shops gezeigt.
texts-row = { $words ->
        [help] ❓ Hilfe
       *[terms] 📜 Bedingungen
    } · { $language }{ $own ->
        [yes] { " " }✏️
       *[no] {""}
    }
text-own = { $words ->
        [help] ❓ <b>Hilfe</b>
       *[terms] 📜 <b>Bedingungen</b>
    }, deine Fassung { $version }:
text-built-in = { $words ->
        [help] ❓ <b>Hilfe</b>, wie der Shop sie mitbrachte:
       *[terms] 📜 <b>Bedingungen</b>
    }
button-text-edit = ✏️ Schreiben
button-text-built-in = { $words ->
        [help] ↩️ Zurück zum mitgelieferten Text
       *[terms] 🗑 Keine Bedingungen haben
    }
text-ask = Schreib { $words ->
        [help] die neue Hilfe
       *[terms] die neuen Bedingungen
    } als eine Nachricht von höchstens { $max } Zeichen. Gelesen wird, was du tippst; Links lassen sich öffnen, und nichts zählt, bevor du es gesehen und gespeichert hast.
text-preview = 👁 <b>{ $words ->
        [help] Hilfe
       *[terms] Bedingungen
    }</b>, wie Kunden sie lesen werden, noch nicht gespeichert:
button-text-save = ✅ Speichern
button-text-again = ✏️ Noch einmal schreiben
text-ask-built-in = { $words ->
        [help] Sollen Kunden wieder die mitgelieferte Hilfe lesen?
       *[terms] Soll der Shop in dieser Sprache keine Bedingungen mehr haben?
    } Deine Fassung bleibt in den Aufzeichnungen.
button-text-built-in-yes = { $words ->
        [help] Ja, dahin zurück
       *[terms] Ja, keine Bedingungen
    }
text-saved-toast = Gespeichert. Kunden lesen es ab jetzt.
text-dropped-toast = { $words ->
        [help] Kunden lesen ab jetzt die mitgelieferte Hilfe.
       *[terms] Der Shop hat in dieser Sprache keine Bedingungen mehr.
    }
error-words-long = Das ist zu lang: höchstens { $max } Zeichen.
error-words-signs = Es muss etwas darin zu lesen sein, ohne Steuerzeichen; höchstens { $max } Zeichen.
error-words-moved = Der Text, oder was du dafür getippt hast, hat sich geändert, seit das gezeigt wurde. Nichts wurde gespeichert: Sieh nach und schreib es noch einmal.

# Zahlen, die Bücher eines Jahres, und wie es dem Shop geht
button-shop-numbers = 📊 Zahlen
command-version = Was genau hier läuft
button-vitals = 💓 Betrieb
button-period = { $period ->
        [today] Heute
        [last] Gestern
        [week] 7 Tage
        [month] 30 Tage
       *[year] 365 Tage
    }
button-picture = 🖼 Bild
button-picture-turn = { $dark ->
        [1] ☀️ In hellen Farben
       *[0] 🌙 In dunklen Farben
    }
button-numbers-table = 📄 Tabelle (CSV)
button-books = 📚 Bücher eines Jahres
button-year = { $year }
shop-numbers = 📊 <b>{ $period ->
        [today] Heute, bis jetzt
        [last] Gestern
        [week] 7 Tage, heute eingeschlossen
        [month] 30 Tage, heute eingeschlossen
        [year] 365 Tage, heute eingeschlossen
       *[day] Der Tag davor
    }</b>
    { $same ->
        [yes] { $first }
       *[no] { $first } bis { $last }
    } ({ $zone })
numbers-orders = Bezahlt: <b>{ $paid }</b> · abgelaufen: { $expired } · storniert: { $cancelled }
numbers-turnover = Umsatz: <b>{ $amount }</b>
numbers-refunds = Erstattet: { $amount } · erstattete Bestellungen: { $count }
numbers-margin = Kosten: { $cost } · es bleiben: <b>{ $margin }</b>{ $known ->
        [no] {" "}(für { $unknown } vom Umsatz hat niemand Kosten vermerkt)
       *[yes] {""}
    }
numbers-conversion = Karten angesehen: { $cards } → in den Warenkorb: { $carts } → Rechnungen: { $invoices } → bezahlt: { $paid }
numbers-ways = <b>Wie bezahlt wurde</b>
numbers-way = { $way ->
        [credit] Guthaben
        [hand] Von Hand bestätigt
        [voucher] Nur Gutschein
       *[other] { $way }
    }: { $count } · { $amount }
numbers-best = <b>Was am besten lief</b>
numbers-buyers = <b>Wer am meisten kaufte</b>
numbers-row = { $place } { $name }{ $badges }: { $count } · { $amount }
numbers-owed = Der Shop schuldet { $amount } an Guthaben.
numbers-missing = { $count ->
        [one] ⏳ Ein Tag wird noch gezählt und fehlt hier.
       *[other] ⏳ { $count } Tage werden noch gezählt und fehlen hier.
    }
numbers-elsewhere = Verkäufe und Erstattungen in { $currencies } sind in diesen Summen nicht enthalten; in der Tabelle stehen sie.
numbers-table-caption = Jeder Tag und was er ergab, in Beträgen seiner Währung. Keine Person steht darin.
picture-caption = { $title }: { $total } verkauft
picture-sold = verkauft
picture-back = erstattet
books = 📚 <b>Bücher eines Jahres</b>
    Jeder Verkauf, jede Erstattung und jede Bewegung von Guthaben, mit Wert, Kurs, Quelle und Transaktion, und mit Summen, die es beweisen. Die Datei nennt Bestellungen: Bewahre sie sicher auf.
books-caption = Bücher von { $year }, bis { $until } ({ $zone }). { $right ->
        [yes] ✅ Sie gehen auf.
       *[no] ❌ Sie gehen nicht auf: Die letzten Zeilen sagen, wo.
    }
digest = ☀️ <b>Was der Tag davor ergab</b>
place = { $place ->
        [1] 🥇
        [2] 🥈
        [3] 🥉
       *[other] { $place }.
    }
badge-icon = { $badge ->
        [first] 🌱
        [ten] 🔟
        [fifty] 🏅
       *[month] 👑
    }
badge = { $badge ->
        [first] 🌱 erster Kauf
        [ten] 🔟 zehn Käufe
        [fifty] 🏅 fünfzig Käufe
       *[month] 👑 niemand kaufte im letzten Monat für mehr
    }
account-badges = Abzeichen: { $badges }
command-leaderboard = Wer am meisten kauft
button-leaderboard = 🏆 Bestenliste
button-hide-me = 🙈 Mich aus der Bestenliste nehmen
leaderboard = 🏆 <b>Bestenliste</b>
    Wer in den letzten { $days } Tagen, die vorbei und gezählt sind, für das meiste gekauft hat, von denen, die gesehen werden wollen. Erstattetes ist abgezogen, und Summen sieht niemand.
leaderboard-row = { $place } <b>{ $name }</b>{ $badges }{ $you ->
        [yes] { "" } · du
       *[no] {""}
    }
leaderboard-empty = Hier steht noch niemand.
leaderboard-none = Dieser Shop hat keine Bestenliste.
manner-is = { $manner ->
        [named] Du stehst mit deinem Namen da, sobald du zu den Besten gehörst.
        [customer] Du stehst als „jemand“ da, sobald du zu den Besten gehörst.
       *[hidden] Du bist verborgen: Niemand sieht dich hier.
    }
manner-staff = Wer für den Shop arbeitet, steht hier nie.
manner-toast = { $manner ->
        [named] Du stehst mit deinem Namen da.
        [customer] Du stehst als „jemand“ da.
       *[hidden] Du bist in der Bestenliste verborgen.
    }
button-manner = { $manner ->
        [named] 🏷 Mit meinem Namen zeigen
        [customer] 👤 Als „jemand“ zeigen
       *[hidden] 🙈 Mich aus der Bestenliste nehmen
    }
leaderboard-switch = 🏆 <b>Bestenliste für Kunden</b>
    { $on ->
        [yes] ✅ Sie ist eingeschaltet. Kunden finden sie in ihrem Konto und mit /leaderboard.
       *[no] Sie ist ausgeschaltet: Kein Kunde sieht sie.
    }
    Sie zeigt die zehn, die in den letzten 30 Tagen für das meiste gekauft haben, ohne jede Summe. Alle sind verborgen, bis sie gezeigt werden wollen, mit Namen oder als „jemand“. Wer für den Shop arbeitet, gesperrt ist oder sich löschen ließ, steht nicht darin.
button-leaderboard-switch = { $on ->
        [yes] Ausschalten
       *[no] Einschalten
    }
version = 🏷 <b>Holdfast { $version }</b>{ $commit ->
        [none] {""}
       *[other] { "" } · Commit <code>{ $commit }</code>
    }
    Datenbank: { $database }, Schema <code>{ $schema }</code>
    Python { $python }
vitals = 💓 <b>Wie es dem Shop geht</b>
vitals-jobs = ✅ Alle { $count } wiederkehrenden Aufgaben werden fertig.
vitals-silent = ❌ { $name } wird seit { $minutes ->
        [one] einer Minute
       *[other] { $minutes } Minuten
    } nicht fertig.
vitals-sources = Blockchains und Kurse: { $good } von { $count } Anbietern geht es gut.
vitals-queue = Jetzt zu sendende Nachrichten: { $count }{ $any ->
        [yes] {" "}· ⚠️ zurückgelegt: { $failed }
       *[no] {""}
    }
vitals-backup = { $old ->
        [yes] ⚠️ Letztes Backup: { $at }. Das ist mehr als eine Woche her.
       *[no] Letztes Backup: { $at }
    }
vitals-no-backup = ⚠️ Im eigenen Ordner des Shops liegt kein Backup: <code>python bot.py backup</code> schreibt eines.
vitals-disk = { $tight ->
        [yes] ⚠️ Festplatte: nur noch { $free } GB frei ({ $share } %)
       *[no] Festplatte: { $free } GB frei ({ $share } %)
    }
vitals-no-disk = ⚠️ Die Festplatte sagt nicht, wie voll sie ist.
vitals-clock = { $doubted ->
        [yes] ⚠️ Der Shop ist nicht sicher, wie spät es ist.
       *[no] Der Shop vertraut seiner Uhr.
    }
vitals-hints = Hinweise von außen in der letzten Stunde: { $heard } gehört, { $refused } abgewiesen
vitals-stopped = 🛑 Es wird nichts Neues verkauft: Die Bücher widersprechen sich. Das Log sagt, wo, und <code>python bot.py doctor</code>.
button-doctor = 🩺 Doktor fragen
button-doctor-again = 🔄 Noch einmal fragen
doctor-toast = Es dauert einen Moment …
doctor = { $count ->
        [0] 🩺 <b>Der Doktor findet keinen Fehler</b>
        [one] 🩺 <b>Der Doktor findet einen Fehler</b>
       *[other] 🩺 <b>Der Doktor findet { $count } Fehler</b>
    }
doctor-silent = 🩺 Nicht alle haben rechtzeitig geantwortet, also lässt sich nichts sagen. Versuch es später noch einmal.
doctor-finding = { $ok ->
        [yes] ✅
       *[no] ❌
    } { $what }: { $word }
doctor-more = Die ganze Datenbank wird einmal am Tag angesehen, und von <code>python bot.py doctor</code>.
error-doctor-busy = Eben hat schon jemand den Doktor gefragt. Versuch es in einer Minute noch einmal.
error-bad-year = Bücher gibt es für die Jahre { $first } bis { $last }.
error-books-too-large = Die Datei ist größer als die { $maximum } MB, die in einen Chat passen. <code>python bot.py books</code> schreibt sie auf dem Rechner des Shops.
subject-messages = Nachrichten
subject-hints = Hinweise von außen
subject-admin = Admin { $number }
subject-channel = Kanal { $number }
subject-group = Gruppe { $name }
subject-order = Bestellung { $code }
subject-price = Kurs von { $asset }
subject-chain = Blockchain von { $asset }
subject-keys = Schlüssel von { $asset }
subject-source = Quelle für { $asset }, { $name }
subject-prices = Kursquelle { $name }
finding-telegram-off = { $why }; prüfe TELEGRAM_API_URL, TELEGRAM_PROXY und das Netz
finding-telegram-token = { $why }; prüfe BOT_TOKEN, und TELEGRAM_API_URL, falls du es gesetzt hast
finding-hints = werden unter <code>{ $name }</code> gehört; in der letzten Stunde { $heard } gehört, { $refused } abgewiesen
finding-heard = nichts hält sie von diesem Shop fern
finding-address = die Adresse lässt sich nicht lesen: beschädigt, oder mit einem anderen SECRET_KEY versiegelt; frag den Kunden
finding-unknown = unbekannt: Telegram antwortet nicht
finding-unwritable = ihm kann nicht geschrieben werden: den Bot öffnen, Start drücken
finding-writable = ihm kann geschrieben werden
finding-postable = darin kann geschrieben werden
finding-group-gone = ich bin nicht darin: nimm mich wieder auf, oder nimm sie mit /whitelist heraus; bis dahin erfährt sie nichts
finding-group-mute = dort darf ich nicht schreiben: lass Mitglieder schreiben, oder mach mich zum Administrator; bis dahin erfährt sie nichts
finding-group-moved = wurde eine Supergruppe: die nächste Meldung folgt ihr
finding-group-again = konnte nicht beschrieben werden: sag dort noch einmal /whitelist, in einem offenen Thema
finding-unpriced = { $why }; prüfe SHOP_CURRENCY und die Einstellungen RATE_URL_…
finding-priceless = { $why }; prüfe die Einstellung RATE_URL_… dafür, oder setze sie auf off
finding-tip = Block { $height } von { $name }
finding-tip-alone = Block { $height } von { $name }; die einzige Quelle, niemand kann ihr widersprechen
finding-unread = { $why }; prüfe { $settings }
finding-unwatched = Bestellungen warten darauf, und es ist keine Quelle gesetzt; setze { $settings }, bis sie zu Ende sind
finding-derives = <code>{ $path }</code> wird abgeleitet und geprüft
finding-doubted = { $why }; verkaufe nichts, bis das verstanden ist
finding-alone = es gibt nur einen Inhaber: Was mehr wert ist, geschieht erst, wenn es einen zweiten gibt
# Fragen als Gespräche

work-unanswered = 💬 Warten auf Antwort: { $count }
threads-open = 💬 <b>Warten auf Antwort: { $count }</b>
    Wer am längsten wartet, zuerst; hier { $shown } davon.
thread-row = 💬 { $name }
thread-row-taken = ✋ { $name } · { $taker }
thread-nothing = Hier steht nichts mehr: Nach einem Monat vergisst der Shop, wo etwas geschrieben steht.
thread-state = { $state ->
        [open] 💬 Wartet auf Antwort seit { $at }
        [aside] 🗂 Geschlossen { $at }: braucht keine Antwort
       *[answered] ✅ Beantwortet { $at }
    }
taken-by = ✋ Übernommen von <b>{ $name }</b>
thread-said = { $number }. { $at } · { $who ->
        [question] 👤 <b>{ $by }</b>
       *[answer] 🏪 { $by }
    }{ $edited ->
        [yes] { " " }(geändert)
       *[no] { "" }
    }
button-thread-said = 👁 { $number }
button-take = ✋ Ich übernehme
button-take-over = ✋ Selbst übernehmen
button-let-go = 👐 Abgeben
button-thread-close = 🗂 Schließen
button-thread-reopen = 🔓 Wieder öffnen
button-thread-history = 🧵 Verlauf
button-thread-waits = 👁 Wartendes zeigen
button-thread-taken = ✋ Bei { $name }
button-thread-over = { $state ->
        [aside] 🗂 Geschlossen
       *[answered] ✅ Beantwortet
    }
taking-toast = Du hast es übernommen: Die anderen sehen das.
let-go-toast = Niemand kümmert sich jetzt darum: Die anderen sehen das.
thread-more-toast = Geschlossen bis zu dem, was du gesehen hast. Seitdem kam mehr, und das wartet weiter.
thread-reopened-toast = Es wartet wieder auf Antwort.
error-nothing-waits = ✋ Jemand war schneller: Von dieser Person wartet nichts mehr auf Antwort.
error-taken-meanwhile = { $had ->
        [no] ✋ Niemand hat es mehr übernommen: Sieh es dir noch einmal an.
       *[other] ✋ Inzwischen kümmert sich { $name } darum.
    }
error-start-first = ✋ Das wird in deinem eigenen Chat mit mir gezeigt: Öffne ihn, drück auf Start und dann hier noch einmal.

# Ware, die nicht geht

button-complain = 🔁 Funktioniert nicht
complain-choose = 🔁 Was aus Bestellung <b>{ $code }</b> funktioniert nicht?
complain-none = 🔁 Für alles aus Bestellung <b>{ $code }</b> hast du schon um Ersatz gebeten, und das geht je Stück einmal. Wenn noch etwas nicht stimmt, schreib uns.
complain-row = { $number }. { $title }
complain-ask = 🔁 <b>{ $number }. { $title }</b>
    Was stimmt damit nicht? Schick es jetzt, als Text oder als ein Foto. Der Shop liest es und gibt dir Ersatz oder sagt, warum nicht. Um Ersatz bitten kannst du je Stück einmal, und immer nur für eines.
complain-asked = 🔁 An den Shop geschickt, zu Bestellung <b>{ $code }</b>. Ersatz oder eine Antwort kommt hier an.
complaint = 🔁 { $state ->
        [granted] <b>Ersetzt</b> von { $by }
        [refused] <b>Abgelehnt</b> von { $by }
        [ended] <b>Erledigt: Die Bestellung wurde erstattet</b>
       *[asked] <b>Bittet um Ersatz</b>
    }
    <a href="tg://user?id={ $id }">{ $name }</a>: <b>{ $title }</b>, Bestellung <b>{ $code }</b>, { $at }
complaint-on-card = 🔁 <b>Bittet um Ersatz</b> für <b>{ $title }</b>, { $at }
button-complaint-look = 👁 Was daran nicht stimmt
button-complaint-replace = 🔁 Ersetzen
button-complaint-refuse = ✖️ Ablehnen
button-complaints = 🔁 Bitten um Ersatz
work-complaints = 🔁 Bitten um Ersatz: { $count }
complaints = 🔁 <b>Bitten um Ersatz: { $count }</b>
    Die ältesten Bestellungen zuerst.
complaints-none = 🔁 Niemand wartet auf Ersatz.
complaint-row = { $name }: { $title }
complaint-why = ✖️ Warum bekommt <b>{ $name }</b> keinen Ersatz für <b>{ $title }</b>? Schick es jetzt: Es kommt so an, wie es ist.
complaint-refused = ✖️ Der Shop ersetzt <b>{ $title }</b> aus Bestellung <b>{ $code }</b> nicht. Er schreibt:
error-complaint-decided = ✋ { $how ->
        [granted] Jemand war schneller: Es wurde ersetzt.
        [refused] Jemand war schneller: Es wurde abgelehnt.
        [ended] Es ist erledigt: Die Bestellung wurde erstattet.
       *[other] Es ist entschieden.
    }
error-cannot-complain = ✋ { $why ->
        [off] Hier wird nicht auf Anfrage ersetzt: Schreib uns.
        [late] Um Ersatz bitten konntest du bis { $days ->
            [one] einen Tag
           *[other] { $days } Tage
        } nach der Lieferung. Schreib uns.
        [again] Dafür hast du schon um Ersatz gebeten, und das geht einmal.
        [open] Du hast zu dieser Bestellung schon um Ersatz gebeten: Die Antwort kommt hier an. Danach kannst du für das nächste Stück bitten.
        [state] Um Ersatz bitten kannst du, sobald die Bestellung geliefert ist, und nicht nach einer Erstattung.
       *[unit] Das gehört nicht mehr dir: Sieh dir deine Ware noch einmal an.
    }

# Die Gruppe der Admins

group-connected = ✅ <b>Das ist jetzt die Gruppe des Shops.</b>
    Wer dem Shop schreibt, bekommt hier ein Thema. Was jemand, der Kunden antworten darf, in dieses Thema schreibt, geht an den Kunden. Was mit { $mark } beginnt, ist eine Notiz für euch und geht an niemanden. Alle in dieser Gruppe können lesen, was Kunden schreiben. /disconnect beendet das.
group-disconnected = Das ist nicht mehr die Gruppe des Shops. Fragen gehen in den eigenen Chat aller, die Kunden antworten. Die Themen bleiben, wie sie sind; was darin geschrieben wird, geht nirgendwohin.
group-none = Das war nicht die Gruppe des Shops.
group-over = ✋ Das ist nicht mehr die Gruppe des Shops: Hier geschieht nichts.
group-missing = ✋ Nicht verbunden. Das fehlt, und ein Administrator dieser Gruppe kann es ändern:
group-missing-gone = • Ich bin nicht in dieser Gruppe oder kann sie nicht ansehen.
group-missing-small = • Sie ist keine Supergruppe: Schalte in den Einstellungen <b>Themen</b> ein.
group-missing-forum = • Sie hat keine Themen: Schalte in den Einstellungen <b>Themen</b> ein.
group-missing-admin = • Ich bin hier kein Administrator: Mach mich dazu, mit dem Recht <b>Themen verwalten</b>.
group-missing-topics = • Ich darf keine Themen verwalten: Gib mir das Recht <b>Themen verwalten</b>.
group-lost = ⚠️ <b>In die Gruppe der Admins kann nicht geschrieben werden.</b> { $why ->
        [forum] Sie hat keine Themen mehr.
        [rights] Mir fehlen dort Rechte: Administrator, mit <b>Themen verwalten</b>.
       *[gone] Ich bin nicht mehr darin, oder es gibt sie nicht mehr.
    }
    Was Kunden schreiben, geht in den eigenen Chat aller, die ihnen antworten. Ist das behoben, schreib /connect in die Gruppe.
group-found = ✅ In die Gruppe der Admins kann wieder geschrieben werden: Was Kunden schreiben, geht dorthin.
group-unnamed = ✋ Wer als Gruppe oder als Kanal schreibt, den kann ich nicht erkennen; davon schicke ich Kunden nichts und befolge auch nichts. Bitte schreib unter deinem Namen (Gruppeneinstellungen, Administratoren, <b>Anonym bleiben</b> aus).
group-command = ✋ Ein Befehl geht an keinen Kunden. Das wurde nicht gesendet.
group-not-sent = ✋ Das geht an niemanden: Kunden schreibt hier nur, wer ihnen für den Shop antworten darf.
group-own-topic = ✋ Das ist dein eigenes Thema: Was du als Kunde schreibst, gehört in deinen eigenen Chat mit mir. Das wurde nicht gesendet.
group-edit-not-sent = ✋ Die Änderung geht an niemanden: Was eine Notiz war oder zu alt ist, wird durch eine Änderung nicht gesendet. Schreib es neu.
panel-orders = 🧾 Neueste Bestellungen: <b>{ $codes }</b>
panel-no-orders = 🧾 Noch keine Bestellung.
panel-how = Was ihr hier schreibt, geht an den Kunden, auch Bilder, Dateien und Sprache; Änderungen folgen. Was mit <code>//</code> beginnt, ist eine Notiz unter euch und wird nie gesendet.
button-topic-edited = ✏️ Geänderte Nachricht
button-topic-answered = { $edited ->
        [yes] ✏️ { $name } hat geändert
       *[no] ↩️ { $name } hat geantwortet
    }

# Ways to pay: what customers read of their fees and limits, and how an owner sets them

choose-coin-unfit = Für diesen Betrag lässt sich keiner der Coins wählen. Dein Warenkorb bleibt, wie er ist.
choose-coin-off = Der Shop nimmt zurzeit keine Coins an. Dein Warenkorb bleibt, wie er ist.
choose-coin-fees = In den Beträgen ist enthalten, was diese Zahlungsarten kosten:
fee-line = ➕ Gebühr für { $coin }: { $price }
confirm-with-fee = Mit der Gebühr zu bezahlen: <b>{ $rest }</b>
receipt-fee = Gebühr der Zahlungsart: { $price }
coin-barred = { $why ->
        [error-method-least] ab { $limit }
        [error-method-most] bis { $limit }
       *[other] nicht für diesen Betrag
    }
button-coin-barred = { $sign } { $asset } · { $why }
error-method-off = { $method } wird zurzeit nicht angenommen. Bitte wähle eine andere Zahlungsart.
error-method-least = Dieser Betrag ist kleiner als das, was mit { $method } bezahlt werden kann. Bitte wähle eine andere Zahlungsart.
error-method-most = Dieser Betrag ist größer als das, was mit { $method } bezahlt werden kann. Bitte wähle eine andere Zahlungsart.
error-method-fee = Dieser Betrag kann nicht mit { $method } bezahlt werden: Die Gebühr dafür lässt sich nicht berechnen. Bitte wähle eine andere Zahlungsart.
error-method-dear = Dieser Betrag kann nicht mit { $method } bezahlt werden: Die Gebühr wäre höher als der Betrag. Bitte wähle eine andere Zahlungsart.
error-formula = Das ist keine Gebühr: { $why ->
        [long] Sie darf höchstens { $maximum } Zeichen haben.
        [signs] Sie darf Zahlen, x für den Betrag, + - * / %, Klammern, min und max enthalten und nichts sonst.
        [percent] Ein Prozentsatz ist schon einer des Betrags und wird nicht multipliziert; schreibe 2% oder x * 0,02.
        [numbers] Sie lässt sich nicht ausrechnen, etwa wegen einer Division durch nichts.
        [much] Sie ist nie kleiner als der Betrag selbst. Schreibe, was dazukommt, nicht die Summe.
       *[grammar] Sie ist nicht zu lesen.
    } Zum Beispiel: <code>1,5% + 0,30</code>
error-limits-crossed = Der kleinste Betrag wäre größer als der größte.
button-methods = 💳 Zahlungsarten
methods = 💳 <b>Zahlungsarten</b>
    Kunden sehen sie in dieser Reihenfolge. Was ausgeschaltet ist, wird für neue Bestellungen nicht angeboten; Bestellungen, die auf eine Zahlung warten, bleiben, wie sie sind.
methods-closed = ⚠️ Alle sind aus: Gekauft werden kann jetzt nur mit Guthaben.
button-method = { $sign } { $name } · { $state ->
        [off] aus
       *[on] { $priced ->
            [yes] { $fee }
           *[no] ohne Gebühr
        }
    }
method-card = 💳 <b>{ $name }</b> · { $state ->
        [off] aus
       *[on] an
    }
method-free = Sie kostet Kunden nichts dazu.
method-fee = Sie kostet Kunden dazu: <code>{ $formula }</code>
method-example = • { $amount }: { $fee }
method-example-none = • { $amount }: so nicht zu bezahlen
method-least = Ab { $amount }
method-most = Bis { $amount }
button-method-part = { $part ->
        [fee] ➕ Gebühr
        [least] ⬇️ Kleinster Betrag
       *[most] ⬆️ Größter Betrag
    }
button-method-up = 🔼 Einen Platz nach oben
button-method-on = 🟢 Einschalten
button-method-off = ⚪ Ausschalten
method-on-toast = Sie wird ab jetzt angeboten.
method-off-toast = Sie wird nicht mehr angeboten.
ask-method = { $part ->
        [fee] ➕ Was kostet das Bezahlen mit <b>{ $name }</b> dazu? Schicke eine Formel oder - für nichts. x ist der Betrag, der bezahlt wird, 2% sind von diesem Betrag.
            <code>1,5%</code> · <code>0,30</code> · <code>1,5% + 0,30</code> · <code>max(1%; 0,50)</code>
        [least] ⬇️ Ab welchem Betrag kann mit <b>{ $name }</b> bezahlt werden? Schicke einen Preis oder - für jeden.
       *[most] ⬆️ Bis zu welchem Betrag kann mit <b>{ $name }</b> bezahlt werden? Schicke einen Preis oder - für jeden.
    }
usage-setformula = <code>/setformula BTC 1,5% + 0,30</code> · <code>/setformula BTC -</code>
    Was das Bezahlen mit einer Währung dazu kostet: x ist der Betrag, der bezahlt wird, 2% sind von diesem Betrag; - für nichts.
right-methods = wählen die Zahlungsarten und was sie kosten, und machen Gutscheine

# Aufladen: Bestellungen ohne Ware, deren Betrag Guthaben wird
command-refill = Guthaben kaufen
button-refill = ➕ Guthaben kaufen
button-refill-other = ‹ Anderer Betrag
refill = ➕ <b>Guthaben kaufen</b>

    Wie viel? Wähle einen Betrag, oder schick mir einen von { $least } bis { $most }. Du bezahlst ihn in Coins wie eine Bestellung, und er bezahlt später Bestellungen.
refill-how = ➕ <b>Guthaben kaufen</b>
refill-line = ➕ Guthaben: <b>{ $amount }</b>
refill-changed = ⚠️ Was eine Zahlungsart kostet, ist nicht mehr, was es war, als du das gesehen hast. Es wurde nichts bestellt; so sieht es jetzt aus.
refill-none = Gerade hat keine Währung einen verlässlichen Kurs. Versuch es bitte in ein paar Minuten wieder.
refill-coins-off = Der Shop nimmt zurzeit keine Coins an.
refill-unfit = Für diesen Betrag lässt sich keiner der Coins wählen.
refill-placed = ✅ Aufladung <b>{ $code }</b> ist bestellt. Wie es um sie steht, sagt ihre Rechnung.
refill-invoice-head = ➕ <b>Aufladung { $code }</b> · <b>{ $total }</b>
refill-invoice-deadline = ⏳ Zu bezahlen bis { $absolute }; die Frist endet { $relative }.
refill-reminder = ⏰ Aufladung <b>{ $code }</b> kann bis { $absolute } bezahlt werden; die Frist endet { $relative }.
refill-extended = ⏳ Aufladung <b>{ $code }</b> hat mehr Zeit: Sie kann bis { $until } bezahlt werden. Ihr Preis in Coins galt fest bis { $fixed }; was danach zu sehen ist, zählt zum Kurs von dann, wenn der niedriger ist, und es kann mehr verlangt werden.
refill-ask-cancel-order = ✖️ Aufladung <b>{ $code }</b> stornieren? Sonst ändert sich nichts.
refill-button-order-again = ➕ Noch einmal so viel
refill-other-coin-how = Der Betrag bleibt, und es gibt nicht mehr Zeit als bisher: bis { $absolute }; die Frist endet { $relative }. Was in Coins zu zahlen ist, steht fest, sobald du eine Währung wählst; zahl dann nicht mehr mit { $coin }. Wechseln kannst du noch { $left ->
        [one] einmal
        [2] zweimal
       *[other] { $left }-mal
    }.
refill-standing-unconfirmed = 🔎 Zahlung gesehen: <b>{ $seen } { $asset }</b>, aber noch in keinem Block. Auf sie wird mindestens bis { $held } gewartet; danach kann sie als verspätet gelten.
refill-standing-confirming = 🔎 Zahlung gesehen: <b>{ $seen } { $asset }</b>. Die Uhr steht.
    { $bar } { $depth } von { $required } · { $minutes ->
        [0] unter einer Minute
        [one] etwa eine Minute
       *[other] etwa { $minutes } Minuten
    }
refill-standing-finalising = 🔎 Zahlung gesehen: <b>{ $seen } { $asset }</b>. Die Uhr steht.
    Ich warte, bis das Netz sie für endgültig erklärt: { $minutes ->
        [0] unter einer Minute
        [one] etwa eine Minute
       *[other] etwa { $minutes } Minuten
    }
refill-standing-expired = ⌛ <b>Abgelaufen.</b>
refill-standing-ended-early = ⌛ <b>Vom Shop beendet</b>, bevor die Zeit um war.
refill-standing-cancelled = ✖️ <b>Storniert.</b>
refill-standing-delivered = ✅ <b>Bezahlt.</b> Sie hat dir <b>{ $amount }</b> Guthaben gebracht.
refill-standing-doubted = ✅ <b>Bezahlt.</b> 🔎 Coins ihrer Zahlung sind aber seither aus dem Netz verschwunden: Guthaben, das aus ihnen kam, ist abgezogen, bis sie wieder da sind.
refill-label-delivered = aufgeladen
refill-label-doubted = Coins fehlen
refill-receipt-ended = Wurde Guthaben: { $date }
receipt-refill = Guthaben: { $amount }
paid-refill = ✅ Aufladung <b>{ $code }</b> ist bezahlt: Sie hat dir <b>{ $amount }</b> Guthaben gebracht. Die nächste Kasse bietet es dir an.
refill-admin-placed = 🆕 Aufladung <b>{ $code }</b> über { $total } ({ $asset }) von { $name }
refill-admin-paid = 💵 Aufladung <b>{ $code }</b> ist bezahlt: { $total } ({ $asset }) von { $name }. Sie ist jetzt Guthaben; zu tun ist nichts.
refill-ask-end = ⌛ Aufladung <b>{ $code }</b> jetzt beenden? Sie hat Zeit bis { $at }. Es zählt gegen niemanden. Ich frage vorher noch einmal in der Blockchain nach: Ist eine Zahlung zu sehen, bleibt sie.
refill-review-payment-vanished = ihre Zahlung ist aus der Blockchain verschwunden, nachdem sie Guthaben geworden war. Das ist abgezogen, bis die Coins wieder da sind; was davon ausgegeben ist, fehlt.
credit-reason-refilled = gekauft
error-refills-off = Guthaben lässt sich hier nicht kaufen.
error-refill-range = Guthaben gibt es auf einmal von { $least } bis { $most }. Schick einen anderen Betrag.
error-refill-not-theirs = Dieser Link ist für jemand anderen, oder nicht ganz. Wähle selbst einen Betrag: /refill
error-refill-already-open = Du hast schon eine offene Aufladung, { $code }: { $state ->
        [confirming] Ihre Zahlung ist gesehen. Sobald sie erledigt ist, kannst du mehr kaufen.
        [checking] Ihre Zeit ist um, und sie wird geschlossen. Versuch es in ein paar Minuten wieder.
        [partial] Bezahle zuerst ihren Rest.
       *[waiting] Bezahle oder storniere sie zuerst.
    }

# Gutscheine
button-voucher = 🎟 Gutschein
button-voucher-off = ✖️ Gutschein herausnehmen
ask-voucher = 🎟 Welchen Code hast du? Schick ihn mir hier.
voucher-noted = 🎟 Dein Gutschein gehört zu diesem Warenkorb, bis du bestellst. Vorher ist nichts reserviert.
voucher-line = 🎟 Gutschein: −{ $off }
voucher-lack = 🎟 Dein Gutschein zieht { $why ->
        [least] noch nichts ab: Es fehlen Waren für { $missing }.
        [outside] hier nichts ab: Er gilt für andere Waren.
        [product] hier nichts ab: Was umsonst wäre, liegt nicht im Warenkorb oder ist gerade nicht zu haben.
        [little] hier nichts ab: Sein Teil davon ist weniger als der kleinste Betrag.
       *[gone] nichts ab: Er lässt sich nicht verwenden.
    }
voucher-off-toast = Der Gutschein ist aus dem Warenkorb. Sein Code gilt weiter wie zuvor.
voucher-credited = { $again ->
        [yes] 🎟 Diesen Gutschein hattest du schon: { $amount } wurden damals dein Guthaben.
       *[no] 🎟 <b>{ $amount }</b> sind jetzt dein Guthaben; die nächste Kasse bietet es dir an.
    }
choose-voucher-only = Dein Gutschein deckt alles: Es bleibt nichts zu zahlen.
button-order-free = ✅ Bestellen
placed-free = ✅ Bestellung <b>{ $code }</b> wurde aufgegeben. Dein Gutschein deckt alles: Es ist nichts zu zahlen.
by-voucher = Gutschein
error-voucher-unknown = Dieser Code geht nicht. Warum, kann nur der Shop sagen: Er kann vertippt, aufgebraucht, abgelaufen, noch nicht gültig oder nicht für dich sein.
error-voucher-rests = Zu viele Codes hintereinander gingen nicht. { $minutes ->
        [one] Eine Minute
       *[other] { $minutes } Minuten
    } lang wird für dich keiner nachgesehen, auch kein richtiger; versuch es danach wieder.
error-voucher-gone = Der Gutschein dieser Bestellung wurde inzwischen anders verwendet. Zum vereinbarten Preis kann sie nicht mehr geliefert werden.
error-own-voucher = Diesen Code hast du gemacht: Verwenden kann ihn jemand anderes.
credit-reason-voucher = durch einen Gutschein
button-vouchers = 🎟 Gutscheine
vouchers = 🎟 <b>Gutscheine</b>
vouchers-none = 🎟 <b>Gutscheine</b>

    Es gibt noch keine.
button-voucher-new = ➕ Neuer Gutschein
button-voucher-open = { $state ->
        [on] 🟢
       *[off] ⚪
    } { $name } · { $what }
voucher-what = { $kind ->
        [percent] −{ $amount }
        [fixed] −{ $amount }
        [product] eins umsonst
       *[credit] { $amount } Guthaben
    }
ask-voucher-kind = 🎟 Was soll der Gutschein geben?
button-voucher-kind = { $kind ->
        [percent] ％ Prozente
        [fixed] ➖ Einen Betrag
        [product] 🎁 Etwas umsonst
       *[credit] 💰 Guthaben (Geschenkkarte)
    }
ask-voucher-amount = 🎟 { $kind ->
        [percent] Wie viel Prozent weniger? Schick eine ganze Zahl von 1 bis 100.
        [fixed] Welcher Betrag weniger? Schick einen Preis.
        [product] Was ist umsonst? Schick die Nummer, etwa <code>v12</code>. Eins davon kostet in einer Bestellung nichts.
       *[credit] Wie viel Guthaben gibt jeder Code? Schick einen Preis.
    }
voucher-card = 🎟 <b>{ $name }</b> · { $what } · { $state ->
        [on] an
       *[off] aus
    }
voucher-product = • Umsonst: { $name }
voucher-cap = • Höchstens { $amount } weniger
voucher-least = • Ab Waren für { $amount }
voucher-period = • Ab { $since }{ $until ->
        [none] , ohne Ende
       *[other] { " " }bis { $until }
    }
voucher-limits = • Jeder Code: { $most ->
        [0] beliebig oft
        [one] einmal
       *[other] { $most }-mal
    }; jede Person: { $each ->
        [0] beliebig oft
        [one] einmal
       *[other] { $each }-mal
    }
voucher-for = • Nur { $kind ->
        [product] Produkt { $name }
        [category] Kategorie { $name } und was darin ist
       *[group] Kunden der Gruppe { $name }
    }
voucher-for-more = • und { $count } weitere
voucher-used = Codes: { $codes }, davon verwendet { $used }. Verwendungen: { $uses }, zusammen { $total }. Bestellungen, die auf ihre Zahlung warten, zählen mit.
voucher-next = Stell ihn ein, wie du ihn willst, und mach dann seine Codes: Von da an bleibt er, wie er ist. Er gilt, sobald du ihn einschaltest.
button-voucher-part = { $part ->
        [name] ✏️ Name
        [cap] ⬆️ Höchstens
        [least] ⬇️ Ab Waren für
        [period] 📅 Von, bis
        [most] 🔁 Wie oft je Code
        [each] 👤 Wie oft je Person
       *[scope] 🎯 Nur für …
    }
button-voucher-all = 🎯 Für alle Waren und alle Kunden
ask-voucher-part = { $part ->
        [name] ✏️ Wie nennst du ihn? Kunden lesen das nicht.
        [cap] ⬆️ Wie viel zieht er höchstens ab? Schick einen Preis oder - für keine Grenze.
        [least] ⬇️ Für welchen Betrag muss eine Bestellung Waren haben? Schick einen Preis oder - für jeden.
        [period] 📅 Von wann bis wann gilt er? Schick zwei Tage, oder - für ab jetzt ohne Ende:
            <code>2026-12-01 2026-12-24</code>
        [most] 🔁 Wie oft darf jeder Code verwendet werden, von allen zusammen? Schick eine Zahl oder - für beliebig oft. Eine Geschenkkarte hat eine Zahl.
        [each] 👤 Wie oft darf eine Person ihn verwenden? Schick eine Zahl oder - für beliebig oft.
       *[scope] 🎯 Wofür gilt er? Schick die Nummer eines Produkts (<code>p12</code>) oder einer Kategorie (<code>c3</code>) oder den Namen einer Kundengruppe. Du kannst weitere hinzufügen.
    }
button-voucher-one = 🎟 Code machen
button-voucher-many = 📄 Viele Codes
button-voucher-own = ✍️ Eigener Code
ask-voucher-many = 📄 Wie viele Codes? Schick eine Zahl bis { $most }. Du bekommst eine Datei.
ask-voucher-own = ✍️ Welcher Code? 4 bis 32 Buchstaben, Ziffern und Bindestriche, etwa <code>SOMMER-10</code>. Was leicht zu merken ist, ist leicht zu erraten.
voucher-code = 🎟 <code>{ $code }</code> · { $what }
    { $link }

    Der Code steht nur hier: Bewahr ihn auf. Er gilt, solange sein Gutschein an ist.
button-voucher-copy = 📋 Code kopieren
button-voucher-copy-link = 🔗 Link kopieren
voucher-file = 🎟 { $count } Codes. Sie stehen nur hier: Bewahr die Datei auf.
voucher-on-toast = Seine Codes gelten ab jetzt.
voucher-out-toast = Seine Codes gelten nicht mehr. Bestellungen, die einen verwenden, behalten ihn.
approval-voucher = { $codes ->
        [one] Ein Code
       *[other] { $codes } Codes
    }; jeder gibt { $each } Guthaben.
error-voucher-not-found = Diesen Gutschein gibt es nicht.
error-voucher-kept = Seine Codes sind gemacht: Er bleibt, wie er ist. Schalte ihn aus und mach einen anderen.
error-voucher-needs-limits = Eine Geschenkkarte sagt, wie oft jeder Code verwendet werden darf. Schick eine Zahl.
error-voucher-without-codes = Er hat noch keine Codes. Mach erst einen.
error-too-many-codes = So viele Codes passen nicht: { $most } weitere können es noch werden.
error-too-many-vouchers = Es gibt schon { $most } Gutscheine. Mehr passen nicht.
error-bad-voucher = { $why ->
        [percent] Bitte schick eine ganze Zahl von 1 bis { $most }.
        [count] Bitte schick eine ganze Zahl von 1 bis { $most }.
        [name] Bitte schick einen Namen mit höchstens { $most } Buchstaben.
        [period] Er würde enden, bevor er beginnt.
        [dates] Bitte schick den ersten und den letzten Tag, nicht vor heute, etwa so: <code>2030-12-01 2030-12-24</code>. Ein Strich lässt ein Ende offen. Tage beginnen und enden um Mitternacht UTC.
        [scopes] Er ist schon auf { $most } Dinge beschränkt. Mehr passen nicht.
        [scope] Das ist weder die Nummer eines Produkts oder einer Kategorie noch der Name einer Gruppe. Produkte sehen aus wie <code>p12</code>, Kategorien wie <code>c3</code>.
       *[credit-on] Schalte ihn aus, bevor du weitere Codes machst: Sie sind Geld wert.
    }
error-code-taken = Diesen Code gibt es schon. Denk dir einen anderen aus.
error-bad-code = { $why ->
        [credit] Die Codes einer Geschenkkarte werden gezogen: Was sich jemand ausdenkt, ist leicht zu erraten.
       *[form] Ein Code hat 4 bis 32 Buchstaben, Ziffern und Bindestriche (A-Z, 0-9) und beginnt mit keinem Bindestrich.
    }
