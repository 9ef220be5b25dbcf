# Every text of the shop. Arguments are escaped; markup (Telegram HTML) lives here alone.

# Home
greeting = 👋 Welcome to <b>{ $shop }</b>, { $name }!

    Choose something, pay with crypto, and it is yours. Everything happens here in the chat.
home-title = <b>{ $shop }</b>
home = What would you like to do?
home-credit = 💰 Your store credit: <b>{ $credit }</b>
button-catalogue = 🛍 Catalogue
button-cart = 🛒 Cart
button-orders = 📦 My orders
button-cart-full = 🛒 Cart ({ $count } · { $total })
button-language = 🌐 Language
button-talk = 💬 Talk to us
button-cancel = ✖️ Cancel
button-do-nothing = ↩️ Do nothing
button-pay-now = 💳 Pay now: { $code }
button-follow = 🔎 Follow { $code }
home-unpaid = ⏳ <b>{ $code }</b> waits for your payment. The time is up { $left }.
home-partial = 🔸 <b>{ $code }</b>: <b>{ $missing } { $asset }</b> are still missing. The time is up { $left }.
home-checking = 🔎 <b>{ $code }</b>: the time is up; the chain is asked once more.
home-minutes = { $count ->
        [one] in a minute
       *[other] in { $count } minutes
    }
home-seen = 🔎 <b>{ $code }</b>: your payment has been seen.
home-packing = 📦 <b>{ $code }</b> is being packed.
home-packing-more = 📦 … and { $count } more.
button-shop = 🛠 Shop
button-shop-todo = 🛠 Shop ({ $todo })
shop-to-ship = { $count } to ship
shop-to-decide = { $count ->
        [one] { $count } decision
       *[other] { $count } decisions
    }
command-start = The shop
command-search = Find something
command-support = Talk to us
command-language = Language
command-help = How it works
command-admin = Manage the shop
button-help = ❓ Help
button-home = 🏠 Home
button-back = ‹ Back
button-more = More ›
button-less = ‹ Previous
help = <b>How it works</b>

    1. Put something into your cart.
    2. Check out and choose a coin. Your goods are held for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } while you pay.
    3. Send the exact amount to the address shown. Each address is used once.
    4. Digital goods arrive by themselves as soon as the payment is confirmed; everything else is shipped.

    Paid too much, or too late? What arrives within { $days } days after the time was up is not lost: it becomes store credit, or your order is yours after all.
languages = Which language shall I speak?
language-set = From now on I speak English.

# Catalogue
catalogue = <b>Catalogue</b>

    Choose a category, or just write what you are looking for.
catalogue-empty = The shop has nothing on sale right now. Please come back later.
category-button = { $name } ({ $count })
category-path = { $path } ›
category = <b>{ $name }</b>

    Choose a product.
product-button = { $name } · { $price }
product-button-from = { $name } · from { $price }
product-button-sold-out = { $name } · sold out
product-choose = Choose a version:
variant-button = { $name } · { $price }
variant-button-sold-out = { $name } · sold out
product-button-reduced = 🏷 { $name } · { $price }
product-button-from-reduced = 🏷 { $name } · from { $price }
card-name = <b>{ $name }</b>
card-name-linked = <b><a href="{ $link }">{ $name }</a></b>
card-description = { $description }
card-price = Price: <b>{ $price }</b>
card-price-reduced = Price: <s>{ $full }</s> <b>{ $price }</b>
card-left = { $left ->
        [0] <b>Sold out</b>
        [one] Only <b>{ $left }</b> left
       *[other] <b>{ $left }</b> left
    }
card-left-few = Only <b>a few</b> left
card-left-many = In stock
button-many-more = +{ $count }
button-copy-link = 🔗 Copy link
button-whole-text = 📖 Whole text
button-want = { $kind ->
        [back] 🔔 Tell me when it is back
       *[cheaper] 📉 Tell me when it gets cheaper
    }
button-unwant = { $kind ->
        [back] 🔕 Do not tell me any more
       *[cheaper] 🔕 Do not tell me any more
    }
want-noted = { $kind ->
        [back] 🔔 Noted. When it can be had again, those who asked first hear first.
       *[cheaper] 📉 Noted. You hear once when it costs less.
    }
want-dropped = { $kind ->
        [back] 🔕 You are not told any more.
       *[cheaper] 🔕 You are not told any more.
    }
wish-back = 🔔 <b>{ $name }</b> is back, at <b>{ $price }</b>. It is not held for you: who is first gets it.
wish-gone-again = 🔔 <b>{ $name }</b> was back, but it is sold out again already.
wish-cheaper = 📉 <b>{ $name }</b> costs <b>{ $price }</b> now; it was { $before } when you asked.
wish-was-cheaper = 📉 <b>{ $name }</b> cost less for a while. Now it is { $price } again.
button-look = 🔎 Look at it
button-buy = 🛒 Buy
button-all = { $sort ->
        [best] 🔥 Best sellers
       *[new] 🗂 All products
    }
button-numbers = 🔢 By number
button-sort = { $sort ->
        [new] New
        [price] Price
       *[popular] Popular
    }
button-sorted = ✓ { $label }
list-all = <b>All products</b>
list-best = 🔥 <b>Best sellers</b>

    What was bought most in the last 30 days.
list-empty = There is nothing here right now.
numbers = <b>By number</b>

    Press a number, or write it here at any time.
number-line = <b>{ $number }</b> · { $product }
search-found = 🔎 This fits <b>{ $words }</b>:
search-nothing = 🔎 Nothing fits <b>{ $words }</b>.
search-how = 🔎 What are you looking for? Just write it here: a word or two are enough, and a slip of the finger does no harm. What fits nothing that we sell goes to the shop as a message.
button-ask-this = 💬 It was meant for the shop
cart-moved = ⚠️ The price was { $before } when you put it in.
button-quantity = { $quantity }
button-less-quantity = −
button-more-quantity = +
button-type-quantity = ⌨️ Type a number
button-add = 🛒 Add { $quantity } · { $price }
type-quantity = How many <b>{ $name }</b>? Send me a number from 1 to { $maximum }.
cart-added = Added to your cart.

# Cart and checkout
cart-numbered = { $number }. { $line }
cart-empty-question = Take everything out of your cart ({ $count ->
        [one] { $count } item
       *[other] { $count } items
    })?
button-empty = 🗑 Yes, empty it
button-keep-cart = ‹ Keep it
button-remove = 🗑
button-line-gone = { $number } · sold out
button-line-held = { $number } · 🧾
button-line-named = { $line } · { $name }
button-product = 🔎 Look at it
button-back-to-cart = ‹ Cart
cart = <b>Your cart</b>
cart-line = { $quantity } × { $name } · { $total }
cart-line-reduced = { $quantity } × { $name } · { $total }
    ⚠️ only { $quantity } of { $wanted } left
cart-line-gone = { $name }: ⚠️ not to be had now
cart-line-held = { $quantity } × { $name }: 🧾 in order <b>{ $code }</b>
cart-held = 🧾 { $quantity ->
        [one] 1 more is
       *[other] { $quantity } more are
    } in order <b>{ $code }</b>
cart-total = Total: <b>{ $total }</b>
cart-empty = Your cart is empty.
button-checkout = ✅ Check out
button-line = { $number } · { $quantity }/{ $available }
button-line-many = { $number } · { $quantity }
button-clear = 🗑 Empty
button-continue = 🛍 Continue shopping
choose-coin-none = No coin can be priced safely right now. Please try again in a few minutes; your cart stays as it is.
choose-coin = <b>Check out</b>
choose-coin-credit = 💰 Store credit: <b>−{ $used }</b>
choose-coin-how = How would you like to pay? The amount is fixed when the order is placed.
choose-credit-only = Your store credit covers everything.
choose-coin-missing = Not available right now, for want of a reliable price: { $coins }.
button-credit-off = ☐ Use { $credit } store credit
button-credit-on = ☑️ Use { $credit } store credit
button-pay-credit = ✅ Pay with store credit
button-coin = { $sign } { $asset } { $amount } · { $wait }
type-delivery = 📮 Where shall we ship it? Send me the full delivery address in one message. You will see it once more before you order.
placed = ✅ Order <b>{ $code }</b> was placed. How it stands is in its invoice.
placed-paid = ✅ Order <b>{ $code }</b> was placed and paid with your store credit.
button-my-order = 🧾 { $code }
choose-coin-rest = To pay: <b>{ $rest }</b>
button-coin-too-small = { $sign } { $asset } · total too small
wait = { $minutes ->
        [0] &lt;1 min
       *[other] ~{ $minutes } min
    }
button-last-address = 📮 As last time: { $street }
confirm-address = 📮 <b>Ship to:</b>
    <blockquote>{ $delivery }</blockquote>
confirm-coin = You pay with <b>{ $coin }</b>. The amount is fixed when the order is placed.
confirm-earlier-edited = ✏️ You changed an earlier message. What counts is the last one you sent:
confirm-quoted = <blockquote>{ $text }</blockquote>
button-place = ✅ Place order
button-change-address = ✏️ Change address
button-not-an-address = 💬 That was a message to the shop
changed-gone = ⚠️ { $name }: not to be had now
changed-new = ⚠️ { $name }: now { $quantity } in the order
changed-price = ⚠️ { $name }: { $before } → { $now }
changed-quantity = ⚠️ { $name }: { $before } → { $now }

# Talking
talk = 💬 <b>Talk to us</b>

    Just write here what it is about; pictures are welcome too. A person of the shop reads it, and the answer comes in this chat.
talk-orders = They see who you are and your open order: <b>{ $codes }</b>.
talk-handed-on = 💬 Sent to the shop. The answer comes here.
talk-change-lost = ✏️ This change was not sent: the shop has what you wrote before. Changes are sent a few times only; please write what is new as a message, in a few minutes.
talk-change-lost-answer = ✏️ This change was not sent: the customer has what you wrote before. Changes are sent a few times only; please send what is new as another answer.
talk-changed-into-command = ✏️ You changed a message into a command. A change does nothing and goes to nobody; if I was waiting for an answer, I no longer am. Here is the menu.
talk-photo-of-product = A photo with words below it begins a product: <code>Harbour Mug / 12.50 / Holds 0.3 l</code>
talk-to-nobody = You are the shop yourself: to answer somebody, press 💬 Answer below their message, or reply to it.
talk-changed-too-late = ✏️ I saw that you changed an earlier message. It had its effect when it came, and the change alters nothing.{ $shop ->
        [yes] {""}
       *[no] {" "}If something must be put right, just write it here.
    }
talk-question = 💬 <b>A customer writes:</b>
talk-question-edited = ✏️ <b>A customer changed a message. Now it reads:</b>
talk-person = <a href="tg://user?id={ $id }">{ $name }</a>
talk-question-order = Open order: <b>{ $code }</b>
talk-answer = 💬 <b>The shop answers:</b>
talk-answer-edited = ✏️ <b>The shop changed its answer. Now it reads:</b>
talk-answered = ↩️ <b>{ $admin }</b> answered <b>{ $name }</b>:
talk-answered-edited = ✏️ <b>{ $admin }</b> changed the answer to <b>{ $name }</b>:
talk-type-answer = 💬 Your message to <b>{ $name }</b>: send it now, as text or as a picture. It goes to them as it is.
talk-sent = ✅ On its way to <b>{ $name }</b>. If it does not arrive, you are told.
talk-unheard = 📵 <b>{ $name }</b> has blocked the bot: your answer has not arrived. It is sent again when they are back.
talk-sent-later = 🕓 <b>{ $name }</b> has blocked the bot. Your answer arrives when they are back.
talk-uncopied = This message was deleted meanwhile, or Telegram does not let it be copied.
talk-waits = 💬 <b>Waits for an answer:</b>
talk-waits-no-more = 💬 Nothing of theirs waits for an answer any more.
button-answer = 💬 Answer
button-put-aside = 🗂 Put aside
put-aside-toast = Put aside: it waits for no answer any more.
put-aside-before-toast = It waits for no answer already.
button-talk-order = 🧾 { $code }
leave-words = menu, cancel, back, home, stop, exit, quit, start, main menu

# Invoice
invoice-head = 🧾 <b>Order { $code }</b> · <b>{ $total }</b>
invoice-line = { $quantity } × { $name } · { $total }
invoice-lines-more = … and { $count } more
invoice-change = ⚠️ { $name }: { $got ->
        [0] not to be had then, taken off
       *[other] only { $got } of { $wanted } left
    }
invoice-ship = 📮 { $delivery }
invoice-credit = 💰 Store credit: <b>−{ $used }</b>
invoice-credit-back = 💰 <b>{ $used }</b> that it used went back to your store credit.
invoice-rest = To pay: <b>{ $rest }</b>
invoice-pay = Send exactly <b>{ $amount } { $asset }</b> to
    <code>{ $address }</code>
    (1 { $asset } ≈ { $rate }, fixed for this order)
invoice-same-address = <code>{ $address }</code>
invoice-network = ⚠️ { $asset ->
        [BTC] Only BTC on the Bitcoin network.
        [LTC] Only LTC on the Litecoin network.
        [ETH] Only ETH on Ethereum itself, not on Base, Arbitrum, BNB Chain or another network.
        [SOL] Only SOL on the Solana network, no tokens.
       *[other] Only { $asset } on the { $network } network.
    }
invoice-deadline = ⏳ Held for you until { $absolute }; the time is up { $relative }.
invoice-then = Then: { $finality ->
        [depth] { $required ->
            [one] 1 confirmation
           *[other] { $required } confirmations
        }
       *[other] until the network calls it final
    }, { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }; { $goods ->
        [refill] then it is your store credit.
        [physical] then we pack it.
        [both] what is digital arrives here, and we pack the rest.
       *[digital] the goods arrive here.
    }
invoice-what-if = { $sent ->
        [no] Too little? Send the rest to the same address. Too much, or late?
       *[yes] Too much, or too late?
    } What arrives within { $days } days after the time is up is not lost.
invoice-moved = 🧾 <b>Order { $code }</b>: everything about it stands further down.
button-copy-address = 📋 Copy address
button-copy-amount = 📋 Copy { $amount } { $asset }
button-check = 🔄 Check now
button-cancel-order = ✖️ Cancel order
button-already-paid = 🙋 I already paid
invoice-replaced = 🪙 Another coin was chosen: order <b>{ $code }</b> took its place. Send nothing to the old address any more; what arrives there all the same becomes your store credit.
button-other-coin = 🪙 Other coin
other-coin-credit = Your store credit covers everything. Once you pay with it, do not pay in { $coin } any more.
other-coin-changed = ⚠️ Your store credit, or what a way to pay costs, is not what it was when you saw this. Nothing was changed; this is how it is now.
other-coin = 🪙 <b>Another coin for order { $code }</b>
other-coin-how = The goods stay held at these prices, and no longer than before: until { $absolute }; the time is up { $relative }. The amount is fixed when you choose a coin; then do not pay in { $coin } any more. You can change the coin { $left ->
        [one] once
        [2] twice
       *[other] { $left } times
    }.
other-coin-none = No other coin can be priced safely right now. The order stays as it is.
other-coin-only = This shop takes no other coin. The order stays as it is.
button-keep-coin = ↩️ Keep { $coin }
coin-kept-toast = The invoice stays as it is.
switched = 🪙 Order <b>{ $code }</b> takes the place of <b>{ $old }</b>; how to pay for it is in its own invoice. Send nothing to the old address any more: what arrives there all the same becomes your store credit.
switched-paid = ✅ Order <b>{ $code }</b> takes the place of <b>{ $old }</b> and is paid with your store credit. Send nothing to the old address any more: what arrives there all the same becomes your store credit.
button-order-again = 🔁 Order again
ask-cancel-order = ✖️ Cancel order <b>{ $code }</b>? The goods go back on the shelf; your cart stays as it is.
button-cancel-yes = ✖️ Yes, cancel
button-cancel-no = ‹ Keep it
order-cancelled-toast = Order { $code } is cancelled.
standing-waiting = No payment seen yet. It usually takes a minute to show up.
check-unasked = The chain cannot be asked just now; this is what is known so far.
check-brief = { $code }: { $label }. Everything about it stands in its own message.

# What is known of an order's money
standing-waiting-vanished = 🔎 The payment that was seen has disappeared from the network again; none is there now.
standing-partial = 🔸 <b>{ $seen } { $asset }</b> of { $due } arrived. Still missing: <b>{ $missing } { $asset }</b>, to the same address.
standing-partial-unconfirmed = 🔸 <b>{ $seen } { $asset }</b> of { $due } seen, in no block yet. Still missing: <b>{ $missing } { $asset }</b>, to the same address.
standing-partial-mixed = 🔸 <b>{ $seen } { $asset }</b> of { $due } seen, not all of it in a block yet. Still missing: <b>{ $missing } { $asset }</b>, to the same address.
standing-unconfirmed = 🔎 Payment seen: <b>{ $seen } { $asset }</b>, in no block yet. Your goods stay held until { $held } at least; after that it may count as late.
standing-confirming = 🔎 Payment seen: <b>{ $seen } { $asset }</b>. The clock has stopped, your goods stay held.
    { $bar } { $depth } of { $required } · { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }
standing-finalising = 🔎 Payment seen: <b>{ $seen } { $asset }</b>. The clock has stopped, your goods stay held.
    Waiting until the network calls it final: { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }
standing-checking = 🔎 The time is up, and no payment was seen. I am asking the chain once more before closing this order.
standing-checking-vanished = 🔎 The time is up, and the payment that was seen has disappeared from the network again. I am asking the chain once more before closing this order.
standing-checking-seen = 🔎 The time is up. <b>{ $seen } { $asset }</b> of { $due } were seen; I am asking the chain once more before closing this order.
standing-paid = ✅ <b>Paid.</b> Thank you!
standing-packing = ✅ <b>Paid.</b> We pack your order, and tell you when it is on its way.
standing-unfilled = ✅ <b>Paid.</b> 😟 Something of it could not be delivered automatically. A person is looking at it; nothing is lost.
standing-doubted = ✅ <b>Paid.</b> 🔎 But the payment has disappeared from the network since. A person looks at it before anything is shipped.
standing-shipped = 🚚 <b>Shipped.</b> It is on its way to you.
standing-delivered = ✅ <b>Paid.</b> Delivered; thank you!
standing-expired = ⌛ <b>Expired.</b> The goods are back on the shelf.
standing-cancelled = ✖️ <b>Cancelled.</b> The goods are back on the shelf.
standing-cancelled-by-shop = ✖️ <b>Cancelled by the shop.</b>
standing-reason = Reason: { $reason }
money-none = No payment was seen. What still arrives by { $date } is not lost.
money-unchecked = The chain could not be asked when the time was up. If you have paid, that is found as soon as it answers.
money-unwatched = No payment was seen until { $date }, and nobody looks at the address any more. If you have paid, please write to us.
money-vanished = The payment that was seen has disappeared from the network again; should it return by { $date }, it is not lost.
money-arrived = <b>{ $seen } { $asset }</b> of { $due } arrived.
money-late-seen = 🔎 <b>{ $pending } { $asset }</b> of { $due } seen, in no block yet. Once it is final, you get the goods if it pays for them and we can still deliver, else store credit.
money-late-arrived = 🔎 <b>{ $pending } { $asset }</b> of { $due } arrived{ $came ->
        [late] {" "}after the time was up
        [short] , which is too little
       *[otherwise] {""}
    }. Once it is final, you get the goods if it pays for them and we can still deliver, else store credit.
money-more-seen = 🔎 <b>{ $pending } { $asset }</b> more seen, in no block yet. Once it is final, it becomes your store credit.
money-more-arrived = 🔎 <b>{ $pending } { $asset }</b> more arrived. Once it is final, it becomes your store credit.
money-owed-seen = 🔎 <b>{ $pending } { $asset }</b> seen, in no block yet. Once it is final, it pays for the order first; what is beyond that becomes your store credit.
money-owed-arrived = 🔎 <b>{ $pending } { $asset }</b> arrived. Once it is final, it pays for the order first; what is beyond that becomes your store credit.
money-first-seen = 🔎 <b>{ $pending } { $asset }</b> seen, in no block yet. Once it is final, it becomes your store credit.
money-first-arrived = 🔎 <b>{ $pending } { $asset }</b> arrived. Once it is final, it becomes your store credit.
money-credited = 💰 <b>{ $amount }</b> became your store credit. The next checkout offers it to you.
money-refund-open = ↩️ <b>{ $amount }</b> are set aside, to go back to you as <b>{ $units } { $asset }</b>.
money-refund-sent = ↩️ <b>{ $amount }</b> are on their way back to you as <b>{ $units } { $asset }</b>.
money-refund-confirmed = ↩️ <b>{ $amount }</b> went back to you as <b>{ $units } { $asset }</b>.
label-waiting = to be paid
label-partial = partly paid
label-seen = payment seen
label-checking = being checked
label-paid = paid
label-packing = being packed
label-unfilled = paid, being looked at
label-doubted = being looked at
label-shipped = shipped
label-delivered = delivered
label-expired = expired
label-expired-late = expired, payment seen
label-expired-money = expired, money came
label-cancelled = cancelled
label-cancelled-late = cancelled, payment seen
label-cancelled-money = cancelled, money came

# Messages to customers
about-order = Order <b>{ $code }</b> · { $said }
reminder = ⏰ Order <b>{ $code }</b> is held for you until { $absolute }; the time is up { $relative }.
paid-digital = ✅ Order <b>{ $code }</b> is paid. Here come your goods.
paid-physical = ✅ Order <b>{ $code }</b> is paid. We pack it now and tell you when it is on its way.
paid-both = ✅ Order <b>{ $code }</b> is paid. What is digital comes right here; we pack the rest and tell you when it is on its way.
paid-unfilled = ✅ Order <b>{ $code }</b> is paid.
honoured = 🤝 Order <b>{ $code }</b> is yours after all: { $came ->
        [late] your payment came when the time was up, but we still had everything.
        [short] too little had arrived in time, but we still had everything.
       *[otherwise] we still had everything.
    } <b>{ $charged }</b> of your store credit paid for the goods.{ $goods ->
        [digital] {" "}Here come your goods.
        [physical] {" "}We pack it now and tell you when it is on its way.
        [both] {" "}What is digital comes right here; we pack the rest and tell you when it is on its way.
       *[unfilled] {""}
    }
refunded = ↩️ <b>{ $amount }</b> of order <b>{ $code }</b> were sent back to you as <b>{ $units } { $asset }</b> in transaction <code>{ $txid }</code>. { $final ->
        [yes] The payment is final.
       *[no] The network knows the payment; it is not final yet.
    }
refund-ask = ↩️ We would like to send you back money that came for order <b>{ $code }</b>. Where to? It takes a { $asset } address of your own.
button-refund-give = 📮 Give my address
refund-type-address = Send me your <b>{ $asset }</b> address on the { $network } network for order <b>{ $code }</b>, in one message.
refund-check-address = Is this your { $asset } address? What is sent to a wrong one is lost.

    <code>{ $address }</code>
button-refund-confirm = ✅ Yes, send it there
button-refund-again = ✏️ Another address
refund-confirmed = Thank you. You hear from us as soon as money for order <b>{ $code }</b> is on its way.
refunding = ↩️ Order <b>{ $code }</b>: <b>{ $amount }</b> of your store credit are set aside, to go back to you as <b>{ $units } { $asset }</b>. You hear from us as soon as the network knows the payment.
refund-back = ↩️ Order <b>{ $code }</b>: nothing was sent. <b>{ $amount }</b> are your store credit again.
goods = 🎁 <b>Order { $code }</b>
goods-item = <b>{ $name }</b>
    { $payload }
button-copy-good = 📋 Copy item { $number }
as-file = ✉️ This message is too long for the chat, or Telegram does not show it. It is in the file.
goods-file = 🎁 Order { $code }: your goods are in this file.
shipped = 🚚 Order <b>{ $code }</b> is on its way to you.
credited-overpaid = 💰 Order <b>{ $code }</b> was paid with more than it cost. <b>{ $amount }</b> became your store credit; the next checkout offers it to you.
credited-late = 💰 { $came ->
        [replaced] A payment arrived at the old address of order <b>{ $code }</b>, whose place <b>{ $new }</b> has taken.
        [cancelled] A payment arrived for order <b>{ $code }</b>, which is cancelled.
        [late] A payment for order <b>{ $code }</b> arrived after the time was up.
        [short] Too little arrived for order <b>{ $code }</b> before the time was up.
       *[otherwise] A payment arrived for order <b>{ $code }</b> that did not pay for it in time.
    } <b>{ $amount }</b> became your store credit; the next checkout offers it to you.
credited-suspended = ⚠️ Coins that had been paid for order <b>{ $code }</b> have left the chain. <b>{ $amount }</b> that came of them are taken off your store credit until they are back.
credited-restored = 💰 The coins paid for order <b>{ $code }</b> are in the chain again. <b>{ $amount }</b> are back in your store credit.
credited-owed = 💰 <b>{ $amount }</b> came in for order <b>{ $code }</b>. <b>{ $owed }</b> of it makes up for store credit whose coins have left the chain; the rest can be spent.
units-missing = 😟 Order <b>{ $code }</b> is paid, but something of it could not be delivered automatically. A person is looking at it; nothing is lost.

# Orders
orders = <b>My orders</b>
orders-none = You have no orders yet.
order-button = { $code } · { $date } · { $status }
status-replaced = now { $code }
button-goods = 🎁 Show my goods
button-order = 🧾 Order { $code }

# Admin
work = 🛠 <b>Shop</b>
work-to-ship = 📦 To ship: <b>{ $count }</b>
work-to-decide = ⚖️ To look at: <b>{ $count }</b>
work-refunds = ↩️ Refunds under way: <b>{ $count }</b>
button-unanswered-open = 💬 Who waits for an answer
work-failed = 📭 Messages could not be delivered.
work-doubted = 📦 Stock is in doubt and not sold: see 🩺.
work-none = Nothing to do. ☕
work-unwell = 🔴 Something does not work: see 🩺.
button-upkeep = 🩺 State
button-upkeep-todo = 🩺 State ⚠️
button-find = 🔎 Find
list-title = <b>{ $which ->
        [ship] To ship
        [waiting] To be paid
        [late] Late or over-paid
        [refunded] Refunded orders
        [open] To do
        [decide] To look at
        [refund] Refunds under way
        [ended] Ended orders
       *[all] All orders
    }</b>
list-none = There are none.
button-list = { $which ->
        [ship] 📦 To ship
        [waiting] ⏳ To be paid
        [late] 💰 Late or over-paid
        [refunded] ↩️ Refunded
        [open] 📋 To do
        [decide] ⚖️ To look at
        [refund] ↩️ Refunds
        [ended] 🗄 Ended
       *[all] 🧾 All
    }
find = 🔎 What are you looking for? Send me an order code, a customer's <code>@name</code> or number, a transaction id or a payment address.

    It also works in one go: <code>/admin K7Q2M</code>
found = 🔎 Several orders fit <b>{ $word }</b>:
found-none = 🔎 No order fits <b>{ $word }</b>.
found-person = 🔎 No order fits <b>{ $word }</b>, but this customer does:
admin-status-created = unpaid
admin-status-paid = to ship
admin-status-shipped = done
admin-status-cancelled = cancelled
admin-status-expired = expired
admin-card = <b>{ $code }</b> · { $state } · <b>{ $total }</b> { $coin } { $mark }
admin-state-created = to be paid until { $at }
admin-state-paid = paid { $at }
admin-state-shipped = done { $at }
admin-state-cancelled = { $by ->
        [shop] cancelled by the shop { $at }
       *[customer] cancelled by the customer { $at }
    }
admin-state-expired = expired { $at }
admin-mark-final = ✅ final
admin-mark-finalising = 🔎 seen, not final yet
admin-mark-depth = 🔎 { $depth } of { $required } confirmations
admin-card-received = Received: <b>{ $seen }</b> of { $due } { $asset } · { $value } of { $price } · { $percent } %
admin-card-received-unpriced = Received: <b>{ $seen }</b> of { $due } { $asset }, which is { $price } in all · { $percent } % · no price today
admin-card-in-no-block = It is in no block yet: it may still be taken back.
admin-card-gone = ⚠️ A payment that was seen has disappeared from the network again.
admin-card-nothing = No payment has been seen.
admin-card-reason = The customer was told this reason:
    <blockquote>{ $reason }</blockquote>
admin-payment = 🔎 <b>Payment of { $code }</b>
button-copy = 📋 Copy the address
button-copy-part = 📋 Copy the address, part { $part } of { $of }
button-person = 👤 { $name }
button-payment = 🔎 Payment
button-decide = ⚖️ Decide: { $credit }
button-decided = 💰 Left as credit: { $credit }
ask-ship = 🚚 Mark <b>{ $code }</b> as shipped? The customer is told that it is on its way. This cannot be taken back.
ask-ship-owed = ❗ { $count ->
        [one] One of its goods has
       *[other] { $count } of its goods have
    } not been delivered. Marked as shipped, the order waits for that no more: do it only when you have handed it over yourself.
button-ship-now = 🚚 Yes, it is shipped
ask-ship-lost = ⚠️ The money behind <b>{ $code }</b>, or behind the store credit it used, has left the chain: it may come back, or never. Ship all the same? What is missing is then written off. The customer is told that it is on its way. This cannot be taken back.
button-ship-lost = 🚚 Ship it all the same
ask-write-off = ⚠️ <b>{ $amount } { $asset }</b> that had been counted for <b>{ $code }</b> are in no block any more. Wait for them no longer? What the customer has stays theirs. Store credit that came of these coins stays suspended until they are back.
button-write-off-now = ✖️ Write them off
button-write-off = ⚠️ Write off the lost coins …
ask-cancel-reason = ✖️ Cancel <b>{ $code }</b> and tell the customer this?
    <blockquote>{ $reason }</blockquote>
    Another message takes its place.
ask-cancel-unconfirmed = ⚠️ { $seen } { $asset } were seen for it. If they are in no block, it can still be cancelled; they may arrive later, or not. What arrives later becomes store credit of the customer, and you decide about it.
button-cancel-bare = ✖️ Cancel without a reason
button-cancel-now = ✖️ Yes, cancel and say so
ask-reveal = 🔑 Show the private key of this address here for a minute? Whoever reads it can take the coins. The look is in the audit log.
button-reveal-now = 🔑 Yes, show it
decide = ⚖️ <b>{ $code }</b>: received <b>{ $received }</b> of <b>{ $price }</b> ({ $percent } %), which the order costs today.
decide-credit = ⚖️ <b>{ $code }</b>: <b>{ $credit }</b> that came for it are store credit of the customer.
decide-used = { $used } of it are store credit that the order had used, and uses again.
decide-stock = Stock: { $left }
decide-stock-line = { $wanted } × { $title }: { $left } in stock
decide-too-few = There is not enough left of it.
button-honour-short = { $ships ->
        [yes] 🎁 Accept and ship, −{ $given } …
       *[no] 🎁 Deliver anyway, −{ $given } …
    }
button-refund-code = 🔳 QR code for the wallet
refund-code = ↩️ Refund of <b>{ $code }</b>: <b>{ $units } { $asset }</b> for { $amount } to
    <code>{ $address }</code>
    Send it once, then send me the transaction id.
acted = { $by ->
        [you] You did that already
        [admin] { $name } was faster
        [user] The customer was faster
       *[system] The shop itself was faster
    }. { $code }: { $act ->
        [order-paid] it is paid
        [order-shipped] it is done
        [order-cancelled] it is cancelled
        [order-expired] it has expired
        [order-refunded] it is refunded
        [credit-honoured] it is sold after all
        [credit-kept] the money stays store credit
        [refund-opened] a refund is set aside
        [refund-sent] the refund is sent
       *[refund-withdrawn] the refund is withdrawn
    }.
handled = ✔️ { $act ->
        [order-shipped] Marked as shipped
        [order-cancelled] Cancelled
        [order-refunded] Refunded
        [order-expired] Ended early
        [order-extended] Given more time
        [payment-by-hand] Taken for paid
        [payment-vouched] Payment believed
        [payment-written-off] Lost coins written off
        [credit-honoured] Sold after all
        [credit-kept] Left as store credit
        [refund-opened] Refund set aside
        [refund-sent] Refund sent
        [refund-withdrawn] Refund withdrawn
        [refund-seen-to] Refund that was paid twice seen to
        [complaint-granted] Good replaced
       *[complaint-refused] Complaint refused
    } by <b>{ $name }</b>, { $at }
error-needs-nobody = ✋ That order needs nobody any more.
error-takes-too-many = ✋ You see to { $most } orders already: ship some of them, or let some go.
person-orders = Orders: <b>{ $count }</b>
person-timeouts = Timeouts that count now: <b>{ $count }</b> of { $limit }
person-credit = Store credit: <b>{ $credit }</b>
person-unreachable = 📵 Has blocked the bot. Messages arrive when they are back.
person-banned = ⛔ May not use the shop.
button-forgive = 🕊 Forgive timeouts
button-message = 💬 Message
button-person-orders = 📦 Orders
forgiven-toast = Forgiven. They can order again.
sources-prices = <b>Prices</b>
button-failed = 📭 Not delivered: { $count }
button-failed-open = 📭 Look at them
button-doubted = 📦 Stock in doubt
stock-in-doubt = 📦 <b>Stock in doubt</b>
    Since the database was restored or moved nobody knows whether this is still there. It is not sold until you release it. Take off what you know to be delivered, count what lies on real shelves, and correct the stock (load) first.
stock-in-doubt-line = { $title }: { $left } by the books
stock-in-doubt-unknown = What is loaded now is in doubt as well.
stock-certain = 📦 No stock is in doubt.
stock-gone = Known to be delivered, and never sold again: { $count }
button-trust = ✅ { $title }
button-trust-all = ✅ Release everything
ask-trust = ✅ Sell <b>{ $title }</b> again? If a good of it was delivered before, it may reach a second customer.
ask-trust-all = ✅ Sell everything again that is in doubt ({ $n })? A good that was delivered before may reach a second customer.
button-trust-yes = ✅ Yes, it is there
stock-trusted-toast = It is on sale again.
stock-certain-toast = It is not in doubt any more.
failed = 📭 <b>Not delivered</b>
    Telegram refused these messages for good, or they could not be written. What is refused again comes back here.
failed-none = 📭 Nothing is set aside.
button-send-again = 🔁 Send { $number } again
button-message-done = ✔️ { $number } is seen to
message-done-toast = It is put aside.
sent-again-toast = It is sent again now.
not-set-aside-toast = That message is not set aside any more.
button-unanswered = 💬 Waiting for an answer: { $count }
unanswered-none = 💬 Nobody waits for an answer.
admin-cancelled-toast = { $code } is cancelled.
admin-order-button = { $code } · { $status } · { $total } { $flag }
admin-card-customer = Customer: <a href="tg://user?id={ $id }">{ $name }</a> (<code>{ $id }</code>)
admin-card-username = @{ $username }
admin-card-due = Due: <b>{ $due } { $asset }</b> at { $rate } ({ $sources })
admin-card-credited = 💰 <b>{ $credited }</b> from this order are store credit of the customer.
admin-card-refund = ↩️ Refund of { $amount } as { $units } { $asset }: { $state ->
        [open] set aside, not sent yet
        [sent] on its way
        [confirmed] sent, final
       *[withdrawn] withdrawn
    }
store-credit = store credit
admin-card-seen = Seen: <b>{ $seen } { $asset }</b>
admin-card-address = Address: <code>{ $address }</code>
    Path: <code>{ $path }</code>
admin-card-transfer = • { $amount } { $asset } <code>{ $txid }</code>
admin-card-delivery = 📮 Ship to:
    <blockquote>{ $delivery }</blockquote>
admin-card-delivery-damaged = ⚠️ The delivery address cannot be read: the stored value is damaged, or SECRET_KEY is another one. <code>python bot.py doctor</code> says more.
admin-card-review = ⚠️ <b>Needs a look:</b> { $reason }
review-expired-unchecked = it expired while the chain could not be asked. Check the address before disappointing the customer.
review-payment-vanished = its payment disappeared from the chain after it was settled. Do not ship.
review-credit-vanished = it was paid in full, but coins behind the store credit it used have left the chain. It was not delivered; what came in for it is store credit.
review-stock-doubted = its goods are in doubt since the database was restored (🩺 State). Released, they are delivered by themselves.
review-units-missing = units were missing at delivery. Add some, and they are delivered by themselves; or deliver by hand and mark it as shipped.
review-late-money = { $came ->
        [replaced] money came to the address of before another coin was chosen,
        [cancelled] money came for it although it is cancelled,
        [late] money came when its time was up,
        [short] too little came before its time was up,
       *[otherwise] money came that did not pay for it in time,
    } and became store credit. Decide what shall become of it.
review-credit-waits = money has arrived that waits for a reliable price. It becomes store credit as soon as there is one.
review-single-source-large = one source alone tells of this payment, and it is too large for the word of one. Look it up elsewhere, then confirm it.
review-stuck-confirming = its payment has been seen, but has not come further for long. Look it up at the address: it may be replaced, cost too little to be confirmed, or be hidden from our sources.
review-sources-disagree = only one source tells of money at its address, or two do not agree about it. Nothing is settled on one word: look it up at the address.
review-refund-vanished = the transaction of its refund does not pay any more: it has disappeared from the chain, or failed. The refund is open again. Look it up before you send the coins once more: it may come back.
review-refund-undone = the transaction of a refund that was final does not pay any more: the chain was reorganised. Look it up before you send the coins once more: it may come back.
review-refund-twice = a transaction of its refund has paid on top of what the customer has already: the credit was given back, or another transaction had paid. Settle it with the customer.
review-delivery-failed = its goods did not reach the customer. They are kept; send them again or deliver by hand.
button-ship = 🚚 Shipped …
button-admin-cancel = ✖️ Cancel, with reason …
button-reveal = 🔑 Reveal key …
button-rescan = 🔎 Rescan
button-honour = { $ships ->
        [yes] 🎁 Accept, then ship …
       *[no] 🎁 Deliver …
    }
ask-honour = 🎁 { $ships ->
        [yes] Accept <b>{ $code }</b> after all? Then you ship it.
       *[no] Deliver <b>{ $code }</b> after all?
    }

    Received: <b>{ $received }</b>, { $percent } % of the <b>{ $price }</b> that the order costs today. You give away <b>{ $given }</b>.
button-honour-now = { $ships ->
        [yes] 🎁 Yes, accept (−{ $given })
       *[no] 🎁 Yes, deliver (−{ $given })
    }
ask-cancel = ✖️ Cancel <b>{ $code }</b>?

    Send me the reason in one message: the customer reads it, and that the shop cancelled. You see it once more first.
button-vouch = ✅ I checked it: { $amount } { $asset } arrived
button-keep-credit = 💰 Leave as credit
refund-offer = ↩️ <b>Refund of { $code }</b>

    <b>{ $amount }</b> of store credit can go back, as <b>{ $units } { $asset }</b> at today's price. It is set aside before anything is sent.
refund-where-unasked = Where to? Ask the customer, or send me the address yourself.
refund-where-asked = The customer was asked and has not confirmed an address yet. You may also send it to me yourself.
refund-where-confirmed = The customer has confirmed this address:
    <code>{ $address }</code>
refund-open = ↩️ <b>Refund of { $code }</b>

    <b>{ $amount }</b> are set aside, by { $by } ({ $at }). Send <b>{ $units } { $asset }</b> from your wallet to
    <code>{ $address }</code>
    and then send me the transaction id. I look it up before I tell the customer.
refund-sent = ↩️ <b>Refund of { $code }</b>

    <b>{ $units } { $asset }</b> for { $amount }, set aside by { $by }, are on their way in
    <code>{ $txid }</code>
    The network knows the payment; it is not final yet.
refund-lost = ⚠️ The coins behind this refund have left the chain, or its customer owes some that have. Do not send it before they are back: withdraw it, or wait.
refund-earlier = Named before, and not found to pay this refund so far. Send nothing before you know what became of it:
    <code>{ $txids }</code>
button-refund-ask = 📨 Ask the customer
button-refund-open = ↩️ Set { $amount } aside
button-refund-withdraw = ✖️ Not sent: give the credit back
button-refund-seen = ☑️ Settled: no more to look into
button-refund = ↩️ Refund …
sources = 🩺 <b>State of the shop</b>
sources-asset = <b>{ $asset }</b>
source-ok = 🟢 { $source }
source-bad = 🔴 { $source }: { $reason }
source-resting = 🟠 { $source }: { $reason }. Asked again at { $until }.
button-admin-order = 🧾 Open order
# Below what can change: when it was read
as-of = <i>As of { $at }</i>

button-refresh = 🔄 Refresh
health-ok = 🟢 Chains and rates answer.
health-problem = 🔴 { $asset }: { $reason }
trouble-marker-missing = the marker file beside it is missing
trouble-marker-foreign = the marker file beside it belongs to another database
trouble-marker-older = it is older than the marker file by { $count ->
        [1] one address
       *[other] { $count } addresses
    }
trouble-marker-copied = the marker file beside it is a copy
trouble-prices-none = no exchange tells a fresh price; two must
trouble-prices-few = two exchanges must tell a fresh price, only { $names } does
trouble-prices-disagree = the exchanges disagree: { $names }
trouble-price-jumped = the price jumped from { $before } to { $now }
trouble-unreadable = its answer cannot be read
admin-placed = 🆕 <b>{ $code }</b> for { $total } ({ $asset }) by { $name }
admin-paid = 💵 <b>{ $code }</b> is paid: { $total } ({ $asset }) by { $name }
admin-paid-ship = 💵 <b>{ $code }</b> is paid: { $total } ({ $asset }) by { $name }. Please ship it.
admin-honoured = 🎁 <b>{ $code }</b> by { $name } is { $how ->
        [delivered] delivered after all
       *[sold] sold after all
    } for <b>{ $charged }</b>; its goods cost { $price }.{ $by ->
        [admin] {" "}Decided by { $who }.
       *[other] {""}
    }{ $how ->
        [ship] {" "}Please ship it.
       *[sold] {""}
    }
admin-shipped = 🚚 <b>{ $code }</b> was marked as shipped{ $by ->
        [admin] {" "}by { $who }
       *[other] {""}
    }.
admin-expired = ⌛ <b>{ $code }</b> by { $name } { $by ->
        [admin] was ended early by { $who }
       *[other] expired
    }.
admin-cancelled = ✖️ <b>{ $code }</b> by { $name } was cancelled{ $by ->
        [admin] {" "}by { $who }
        [user] {" "}by the customer
       *[other] {""}
    }.
admin-replaced = 🪙 <b>{ $code }</b>: { $name } chose another coin; <b>{ $new }</b> took its place.
admin-credited = { $reason ->
        [suspended] ⚠️ <b>{ $code }</b>: coins have left the chain; { $amount } of store credit of { $name } are suspended.
        [restored] 💰 <b>{ $code }</b>: the coins are back, and so are { $amount } of store credit of { $name }.
        [overpaid] 💰 <b>{ $code }</b>: { $amount } became store credit of { $name } (paid too much).
       *[late] 💰 <b>{ $code }</b>: { $amount } became store credit of { $name }{ $came ->
            [replaced] {" "}(paid to the address of before another coin was chosen)
            [cancelled] {" "}(the order is cancelled)
            [late] {" "}(paid after the time was up)
            [short] {" "}(paid too little in time)
           *[otherwise] {""}
        }.
    }
admin-refund-address = 📮 <b>{ $code }</b>: { $name } has confirmed an address for the refund.
admin-vanished = ⚠️ <b>{ $code }</b>: a payment that was seen has disappeared from the chain.
review-detail = { $reason } ({ $detail })
admin-note = 📝 Telegram refused a delivery note of <b>{ $code }</b> ({ $detail }). Everything else of it went out, without the note. Tell the customer yourself what it says, and write it anew on the product’s card.
admin-review = ⚠️ <b>{ $code }</b> needs a look: { $reason }
admin-arrived = 🎁 <b>{ $code }</b>: its goods have reached the customer now.
admin-gone = 🔕 <a href="tg://user?id={ $id }">{ $name }</a> hears nothing of the shop any more: Telegram delivers them no messages. Have they blocked the bot? What they miss waits until they are back.
alert-address-doubt = 🛑 An address for { $asset } failed its proof ({ $reason }). No address is given out until this is understood.
alert-address-used = ⚠️ A fresh { $asset } address was used before ({ $reason }) and was put aside. Is the same wallet running elsewhere, or was an old backup restored?
alert-clock-jumped = ⏰ This machine's clock and the shop's time are { $reason } apart. No order expires until it is known which is right.
alert-clock-wrong = ⏰ This machine's clock is off by { $reason }. The shop goes by what others say the time is. Please set the clock and let it be synchronised (NTP).
alert-clock-moved = ⏰ The shop's time was corrected by { $reason }.
alert-clock-right = 🟢 The shop goes by this machine's clock again.
alert-stock-doubted = 📦 <b>Stock is in doubt and not sold</b>: { $reason ->
        [missing] the file that says what was sold is missing beside the database, as after a move
        [other] the file beside the database that says what was sold belongs to another database
        [copy] the file beside the database that says what was sold is a copy
        [older] the file beside the database that says what was sold is older than the database
        [key] what was sold later was written down under another SECRET_KEY
        [chain] an address that the database calls unused has a history
       *[unreadable] the file beside the database that says what was sold cannot be read as far back as is needed
    }. If the database comes from a backup, goods on its shelves may have been delivered since. Take off what you know to be sold, count what lies on real shelves (load), then release it. What is loaded meanwhile is in doubt, too: leave out what was sold already.
alert-stock-gone = 📦 The database is older than the file that says what was sold: it comes from a backup, or the shop was cut off in the middle of a sale. Digital goods taken off sale, or kept for the order that they went to: { $asset }. Physical products that must be counted before they are sold again: { $reason }.
alert-restored = 📦 The database was restored or moved: { $reason }. No address that may have been given to somebody is given again: the next accounts are far ahead.
alert-beside = 📦 { $asset ->
        [one] This order was
       *[other] These orders were
    } marked as shipped by an earlier release, which did not say that goods of { $asset ->
        [one] it
       *[other] them
    } had not been delivered: <b>{ $reason }</b>. If you handed them over yourself, there is nothing to do. If not, your customers still wait for them: find each order by its code. Said once.
alert-books-wrong = 🛑 The shop's books or its file contradict themselves: { $reason }. No new orders are taken; browsing, payments and deliveries go on. <code>python bot.py doctor</code> shows the details. Restore a backup or ask for help; selling goes on by itself once everything is found in order.
alert-books-right = 🟢 Everything was looked at again and is in order. New orders are taken.
outage = 🔴 <b>Something does not work</b> since { $since }
outage-coin = <b>{ $assets }</b> cannot be sold right now: { $reason }
outage-chain = <b>{ $assets }</b>: the chain cannot be read right now: { $reason }. Payments are not lost; they are found when it answers again.
outage-order = Order <b>{ $assets }</b> cannot be looked after ({ $reason }, see the log). All other orders go on.
outage-source = <b>{ $assets }</b>: a provider tells what cannot be, or what the others contradict, and is set aside until it agrees again ({ $reason }).
outage-file = The database file <b>{ $assets }</b> has been given a second name on its disk (a hard link, as <code>ln</code> and <code>cp -al</code> make). This shop goes on, but no second one, no restart and no command that writes is let in until the link is removed. Make copies with <code>python bot.py backup</code>.
outage-was-file = { $assets } has one name again.
outage-was-order = Order { $assets } is looked after again.
outage-was-source = { $assets }: all providers that answer are believed again.
outage-over = 🟢 <b>Everything works again</b> ({ $since } to { $until })
outage-was-coin = { $assets } can be sold again.
outage-was-chain = { $assets }: the chain answers again.
undelivered = 📭 <b>Not delivered</b>
    Telegram refuses these messages for good, or they cannot be written. They are kept and can be sent again.
undelivered-what = { $event ->
        [goods] goods
        [goods-again] goods, asked for once more
        [restock] a post in the channel
        [invoice] invoice
        [erase] ⚠️ a revealed key was not erased
        [admin-digest] the numbers of a day
       *[other] { $event }
    }
button-notices = 🔔 Notices
button-notice-hours = 🌙 Quiet hours
button-notice = { $state ->
        [all] 🔔
       *[other] 🔕
    }{ $group ->
        [now] 👥
       *[never] {""}
    } { $what }
button-notice-choose = { $role }: { $told ->
        [now] at once
        [digest] once a day
       *[never] not at all
    } →
notices = 🔔 <b>Notices</b>
    Each kind reaches whoever may act on it. 🔕: somebody hears of it later, or not at all. 👥: groups hear of it as well. The order itself always shows everything.
notice-quiet = Quiet from { $begins } to { $ends } (UTC): what happens then comes in one message afterwards. Payments and money, alarms, questions and orders that need a look are never held back.
notice-quiet-none = No hours are quiet.
notice-digest = What is told once a day comes at { $hour } (UTC).
notice-kind = { $kind ->
        [started] New order
        [paid] Paid
        [money] Credit and refunds
        [look] Needs a look
        [key] Key of a payment
        [shipped] Shipped
        [expired] Expired
        [cancelled] Cancelled
        [changed] Order changed
        [provider] Providers, prices
        [alarm] Alarms
        [unsent] Not delivered
        [stock] Stock runs low
        [question] Questions
        [review] Reviews
        [role] Roles
        [numbers] Numbers of the day
        [approval] Second owner asked
       *[gone] Admin out of reach
    }
notice-card = 🔔 <b>{ $what }</b>
notice-line = • { $role }: { $told ->
        [now] at once
        [digest] once a day
       *[never] not at all
    }
notice-urgent = It is never held back, not even in quiet hours.
notice-owed = Owners always hear of it.
notice-chosen-toast = It is so from now on.
ask-notice-hours = 🌙 When is it quiet? Write the hours (UTC), such as <code>22-7</code>. A second number is the hour at which the daily message comes: <code>22-7 9</code>. A dash ends quiet hours: <code>-</code>
error-notice-fixed = That cannot be chosen: this role or group may not see it, or it is always told at once.
error-notice-changed = Somebody changed this meanwhile. This is how it is now.
error-bad-hours = These are no hours. Write two whole hours from 0 to 23, such as 22-7, and if you like the hour of the daily message behind them: 22-7 9. A dash ends quiet hours.
button-notice-groups = 👥 Groups that hear of it
notice-groups = Groups
notice-groups-how = Groups hear of it beside people, never instead of them, at once and also in quiet hours: what happened and to which order, without names, sums and reasons. Everybody in them reads it. Only owners choose it.
notice-groups-private = No group hears of it: it is about keys.
notice-group-list = 👥 <b>Groups that hear of the shop</b>
    What they hear of is chosen for each kind of notice.
notice-group-list-none = None so far.
notice-group-line = • <b>{ $name }</b>{ $where ->
        [topic] , in a topic
       *[group] {""}
    }{ $state ->
        [rights] . ⚠️ I may not write there
        [closed] . ⚠️ I may not write there: its topic is closed
       *[well] {""}
    }
notice-group-how = To add one: put me into the group and write <code>/whitelist</code> there, in the topic where notices are to go. <code>/rm</code> there, or a button here, takes it off. { $most } groups at most.
button-notice-group-off = ✖️ { $name }
notice-group-off-toast = No notices go there any more.
notice-group-was-off-toast = It was taken off already.
notice-group-added = ✅ <b>Notices of the shop come { $where ->
        [topic] into this topic
       *[group] here
    } now.</b>
    Which ones, owners choose in their own chat with me: 🔔 Notices. Everybody in this group can read them. /rm ends it.
notice-group-removed = No notices of the shop come here any more.
notice-group-none = No notices of the shop came here.
notice-group-missing = ✋ Not added. { $what ->
        [write] I may not write in that group: let its members write, or make me an administrator there.
       *[gone] I am not in that group, or cannot look at it.
    }
error-too-many-notice-groups = ✋ Not added: { $maximum } groups hear of the shop already. Take one off first: write /whitelist to me in your own chat.
notice-group-topic-gone = ℹ️ The topic where notices went is not there any more: they come here from now on. /whitelist in another topic moves them.
notice-group-standing = { $what ->
        [rights] ⚠️ I cannot write notices into the group <b>{ $name }</b>: I have not the right to. Until that is mended, it hears nothing. It goes on by itself when my own rights there are changed. When its members may write again, Telegram does not tell me: then write /whitelist there.
        [closed] ⚠️ I cannot write notices into the group <b>{ $name }</b>: the topic is closed. It hears nothing until somebody writes /whitelist there in an open topic.
        [found] ✅ I can write notices into the group <b>{ $name }</b> again. What happened meanwhile does not come there.
       *[gone] ✖️ I am not in the group <b>{ $name }</b> any more, so I took it off: no notices go there.
    }
button-notice-group-order = 🧾 { $code }
button-notice-group-chat = 💬 To the shop
notice-group-news = { $event ->
        [admin-placed] 🆕 New order <b>{ $code }</b>
        [admin-paid] 💵 <b>{ $code }</b> was paid
        [admin-honoured] 🎁 <b>{ $code }</b> was accepted after all
        [admin-by-hand] ✋ <b>{ $code }</b> was taken for paid by a person
        [admin-credited] 💰 Money of <b>{ $code }</b> changed store credit
        [admin-refunded] ↩️ <b>{ $code }</b> was refunded
        [admin-refund-address] 📮 <b>{ $code }</b>: there is an address for the refund
        [admin-adjusted] 💰 Store credit was changed by a person
        [admin-review] ⚠️ <b>{ $code }</b> came up for a look
        [admin-vanished] ⚠️ <b>{ $code }</b>: a payment that was seen has disappeared
        [admin-shipped] 🚚 <b>{ $code }</b> was marked as shipped
        [admin-expired] ⌛ The time of <b>{ $code }</b> was over
        [admin-cancelled] ✖️ <b>{ $code }</b> was cancelled
        [admin-replaced] 🪙 <b>{ $code }</b>: another coin was chosen
        [admin-readdressed] 📮 <b>{ $code }</b> goes to another address
        [admin-extended] ⏳ <b>{ $code }</b> was given more time
        [admin-arrived] 🎁 <b>{ $code }</b>: its goods have arrived after all
        [admin-outage] { $state ->
            [over] 🟢 Everything works again
           *[on] 🔴 Something does not work
        }
        [admin-group] 👥 Something has changed about the group that answers customers
        [admin-notice-group] 👥 Something has changed about a group that hears of the shop
        [admin-undelivered] 📭 Messages could not be delivered
        [admin-note] 📝 <b>{ $code }</b>: a delivery note was refused
        [admin-low-stock] 📉 <b>{ $title }</b> ran low
        [admin-question] 💬 A customer asks something
        [admin-complaint] 🔁 Another good was asked for, or that was decided
        [admin-rated] ⭐ There are words of a review to read
        [admin-role] 👥 Somebody was given a role, or has one no more
        [admin-gone] 🔕 Somebody of the shop cannot be written to
        [admin-approval] 🤝 Something was asked of a second owner, or decided
        [admin-digest] 📊 The numbers of the day before are there
       *[admin-alert] 🚨 An alarm: who sees to the shop reads more in their own chat
    }
held = 🔔 <b>What happened meanwhile</b>
held-line = • { $what } ({ $count })
held-orders = • { $what } ({ $count }): { $codes }
held-more = There is more than these { $count }: see the list of orders.
undelivered-line = • { $what } (message { $number }): { $reason }
undelivered-order-line = • { $what }, { $code } (message { $number }): { $reason }
button-copy-key = 📋 Copy key
key-gone = 🔑 This key is shown no more.
key-placeholder = 🔑 <b>{ $code }</b>: the key appears here and is deleted after a minute.
key = 🔑 <b>{ $code }</b>
    Path: <code>{ $path }</code>
    Address: <code>{ $address }</code>
    { $form }: <tg-spoiler>{ $secret }</tg-spoiler>

    This message deletes itself after a minute. The look is in the audit log.
key-inline = 🔑 <b>{ $code }</b>
    Path: <code>{ $path }</code>
    Address: <code>{ $address }</code>
    { $form }: <tg-spoiler>{ $secret }</tg-spoiler>
shipped-toast = { $code } is shipped.
rescanned-toast = The chain was asked again about { $code }.
rescan-slow-toast = Nothing new about { $code } for now: the chain has not answered yet, or was asked too often. It is asked again by itself.
honoured-toast = { $how ->
        [ship] { $code } is sold after all. Please ship it.
        [delivered] { $code } is delivered after all.
       *[sold] { $code } is sold after all.
    }
vouched-toast = Confirmed. { $code } goes on with the next look at the chain.
written-off-toast = Written off. Nobody waits for the lost coins of { $code } any more.
kept-toast = The money of { $code } stays store credit.
refund-asked-toast = The customer is asked.
refund-withdrawn-toast = The credit of { $code } is back with the customer.
refund-seen-toast = The refunds of { $code } need no look any more.

# Refusals
not-understood = I did not understand that. Here is the menu.
text-expected = I am waiting for an answer in words. Please send it as text, or press the button below.
one-moment = One moment, please: I am still busy with what you sent before.
restarting = The shop is restarting. Please try again in a minute.
unread = ⚠️ That was too fast for me. { $count ->
        [one] This was not read and not sent to anybody; please send it again:
       *[other] These { $count } messages were not read and not sent to anybody; please send them again:
    }
unread-restarting = ⚠️ The shop is restarting. { $count ->
        [one] This was not answered; please look here in a minute, and send it again if it is missing:
       *[other] These { $count } messages were not answered; please look here in a minute, and send again what is missing:
    }
unread-words = • { $edited ->
        [yes] ✏️ the change to
       *[no] {""}
    } “{ $words }”
unread-other = • { $edited ->
        [yes] ✏️ a change
       *[no] 📎 a picture, a file or the like
    }
still-working = This takes a little longer. I am on it.
error-too-slow = That took too long and was given up. Please look under My orders first, then try again.
error-crossed = Something else happened to it at the same moment, so this was not finished. Look at how it is now, and try again.
stale-button = This button is out of date. Here is the menu.
error-not-found = There is no such thing any more.
error-order-not-found = There is no such order.
error-bad-photo = { $why ->
        [many] There are { $maximum } photos already; take one off first.
        [size] That photo is too large: at most { $maximum } MB.
        [album] That is an album. Send one photo.
        [there] That photo hangs there already.
       *[kind] That is no photo: send a JPEG or PNG.
    }
error-bad-discount = A discount is a whole percentage from 1 to { $maximum }, such as <code>10%</code>, or an amount, such as <code>{ $example }</code>.
error-too-many-wishes = You wait for { $maximum } things already; let one of them go first.
error-product-not-found = This product is not on sale any more.
error-order-already-open = You already have an open order, { $code }: { $state ->
        [confirming] its payment has been seen. You can order again once it is done.
        [checking] its time is up and it is being closed. Try again in a few minutes.
        [partial] pay the rest of it first.
       *[waiting] pay or cancel it first.
    }
error-cart-empty = Your cart is empty.
error-cart-full = Your cart holds at most { $maximum } different things. Check out first, or take something out.
error-nothing-left = Sorry, nothing in your cart can be had right now.
error-bad-quantity = Please send a whole number from 1 to { $maximum }, such as { $example }.
error-bad-delivery = Please send the full delivery address: at least { $minimum } and at most { $maximum } characters.
error-order-under-way = Your order { $code } is paid and not shipped yet. You can order again once it is.
error-selling-stopped = The shop sells nothing new right now: something has to be put in order first, and its team knows. Carts are kept, and orders that were placed go on.
error-too-many-timeouts = { $count ->
        [one] An order of yours
       *[other] { $count } orders of yours
    } ran out unpaid or { $count ->
        [one] was
       *[other] were
    } cancelled late. You can order again in { $unit ->
        [days] { $wait } days
        [hours] { $wait } hours
       *[minutes] { $wait ->
            [one] a minute
           *[other] { $wait } minutes
        }
    }. Is that wrong? Write to us: /support
error-too-many-cancelled = You cancelled { $count ->
        [one] an order
       *[other] { $count } orders
    } within a day. You can order again in { $unit ->
        [days] { $wait } days
        [hours] { $wait } hours
       *[minutes] { $wait ->
            [one] a minute
           *[other] { $wait } minutes
        }
    }. Is that wrong? Write to us: /support
error-coin-unavailable = { $asset } cannot be priced safely right now. Please try again in a few minutes; your cart stays as it is.
error-total-too-small = { $asset } payments start at { $minimum } { $asset }: { $asset ->
        [SOL] a new Solana account must hold that much rent
        [ETH] below that, network fees eat it up
       *[other] the network treats less as dust
    }. Add something to your cart, or choose another coin.
error-address-unavailable = I cannot make a safe { $asset } address right now. Please try again in a few minutes; your cart stays as it is.
error-payment-detected = A payment for this order was detected, so it cannot be cancelled any more.
error-goods-owed = { $count ->
        [one] One of its goods was
       *[other] { $count } of its goods were
    } paid for and not delivered. Open the order and look again.
error-payment-lost = The coins behind this order have left the chain. Look at its payment first.
error-payment-unconfirmed = { $seen } { $asset } were seen for this order, but are in no block: they may still arrive, or not. To cancel all the same, confirm it.
error-wrong-order-state = The order has moved on, this is not possible any more.
error-order-replaced = Another coin was chosen for this order: { $code } took its place.
error-switch-too-late = This order runs out in a moment: too late for another coin. It can still be paid as it is.
error-too-many-switches = The coin of an order can be changed { $maximum } times at most. This one is to be paid as it is.
error-same-coin = This order is to be paid in { $asset } already.
error-prices-rose = Something in this order costs more by now or is not on sale any more, so that its coin cannot be changed. It can still be paid as it is, at the old price.
error-goods-in-doubt = Something in this order is being counted, so that its coin cannot be changed now. The order stays as it is.
error-payment-seen = A payment for this order was seen, so that its coin cannot be changed any more.
error-other-coin-unavailable = { $asset } cannot be priced safely right now. The order stays as it is.
error-other-address-unavailable = I cannot make a safe { $asset } address right now. The order stays as it is.
error-nothing-to-decide = There is nothing to decide about this order any more.
error-credit-gone = The customer has spent this store credit meanwhile.
error-stock-gone = That is not possible: the goods are sold, or the customer has another open order.
error-goods-off-sale = That is not possible: something of this order is not on sale any more.
error-too-late-to-honour = That is not possible: the order ended more than { $days } days ago.
error-offer-changed = The numbers have changed meanwhile. Look at the order again.
error-bad-transaction-id = That is no { $asset } transaction id. Please send the id of the transaction alone.
error-refund-not-found = There is no such refund.
error-refund-under-way = A refund of this order is under way already.
error-refund-moved-on = This refund was sent or withdrawn meanwhile.
error-refund-too-small = That is too little to send: the { $asset } network carries { $minimum } { $asset } and more.
error-bad-refund-address = That is no { $asset } address that money can be sent to. Please check it and send it again.
error-no-refund-address = The customer has not confirmed an address.
error-refund-unseen = The network does not know this transaction, or not yet. Nobody was told. I keep the id and go on looking; if it is a wrong one, send me the right one.
error-refund-too-little = This transaction pays { $paid } { $asset } of { $agreed } { $asset } to the customer's address. Nobody was told.
error-refund-transaction-used = This transaction is another refund's, or a payment to the shop.
error-refund-too-old = This transaction was mined on { $mined }, before the refund was set aside ({ $opened }): it paid something else. Nobody was told.
error-refund-came-back = A transaction that was named earlier is known to the network after all. The refund is on its way in it; nothing more is to be sent.
error-refund-named = A transaction was named for this refund just now. Look at the refund again before you give the credit back.
error-too-many-transactions = { $maximum } transactions were named for this refund already. Each of them was seen or may still turn up, so none is forgotten. Look them up; if the coins never left, withdraw the refund and begin another.
error-refund-unasked = A transaction was named for this refund, and the { $asset } chain cannot tell right now whether it paid. The credit stays set aside; try again later.
error-chain-silent = The { $asset } chain cannot be asked right now, so nobody was told. I keep the id and look it up as soon as the chain answers.
error-chain-blind = Your { $asset } source cannot tell what this transaction paid, or when, so nobody was told. I keep the id; name another source in the settings.
error-key-hidden = Keys are not shown here.
error-banned = We are sorry: you cannot use this shop any more; an order that you have already placed is still delivered if it is paid in time.
error-internal = Something went wrong on our side. Nothing is lost; please try again.
error-quote-changed = Stock, prices, fees, your voucher or your credit have changed since you saw this. Nothing was ordered yet; this is how it is now.
error-only-left = { $left ->
        [0] Sold out.
        [one] Only { $left } left.
       *[other] Only { $left } left.
    }
error-too-much-talk = ✋ { $what ->
        [album] Not all of these pictures were sent: that is
       *[message] This was not sent: that is
    } a lot at once. Please send { $what ->
        [album] what is missing
       *[message] it
    } again in { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }.
error-bad-reason = Please send the reason as text, at most { $maximum } characters.

# Photos and discounts, by who keeps the shelves
button-discounts = ✂️ Discounts
wall = 📷 <b>{ $name }</b>: photo { $number } of { $count }
wall-none = 📷 <b>{ $name }</b> has no photo yet.
button-photo-earlier = ⬅️ Earlier
button-photo-later = ➡️ Later
button-photo-replace = 🔁 Replace
button-photo-remove = 🗑 Remove
button-photo-take = 🗑 Yes, take it down
button-photo-add = ➕ Add a photo
ask-wall-photo = Send { $instead ->
        [yes] the photo that takes the place of this one of <b>{ $name }</b>.
       *[no] a photo of <b>{ $name }</b>.
    } One photo, not an album.
ask-take-photo = 🗑 Take photo { $number } of <b>{ $name }</b> down?
photo-taken-toast = The photo is taken down.
discounts = ✂️ Discounts of { $kind ->
        [category] all that is in <b>{ $name }</b>
       *[product] <b>{ $name }</b>
    }
discounts-none = There is none now, and none to come.
discounts-how = A new one: { $kind ->
        [category] <code>/discat { $number } 10%</code>
       *[product] <code>/disc { $number } 10%</code>
    }
discount-line = • <b>{ $what }</b> off { $state ->
        [later] from { $starts }
       *[on] since { $starts }
    }{ $until ->
        [date] , until { $ends }
       *[open] , until somebody ends it
    }
button-end-discount = ✖️ End { $what }
button-end-discount-now = ✖️ Yes, end it now
ask-end-discount = ✖️ End this discount of <b>{ $name }</b>?
end-discount-then = { $state ->
        [later] It will not begin.
       *[on] The full price counts at once. Orders that are placed keep theirs.
    }
discount-ended-toast = The discount has ended.

# A post in the channel
button-post-stock = 📣 Post to the channel
ask-post = 📣 Post in the channel that <b>{ $title }</b> is in stock?
    It says the price, and has a button to buy. If it is sold out before Telegram takes the post, nothing is posted.
button-post-now = 📣 Yes, post it
posted-toast = It is on its way to the channel.
channel-obstacle = { $why ->
        [gone] The bot is not in the channel: add it there as an administrator. Nothing was posted.
        [person] CHANNEL_ID is the number of a person, not of a channel. Nothing was posted.
       *[rights] The bot may not post in the channel: make it an administrator who may. Nothing was posted.
    }
error-nothing-to-post = Nothing of it can be bought right now, so there is nothing to post.
restock-post = 📦 <b>{ $name }</b> is in stock: <b>{ $price }</b>{ $reduced ->
        [yes] {" "}<s>{ $full }</s>
       *[no] {""}
    }

# Goods as files
goods-names = 📎 { $names }
goods-again-toast = Your goods come below.

# Goods: letters and refusals
goods-as-file = 🎁 Order { $code }: { $name }
unit-replaced = 🔁 Order <b>{ $code }</b>: the shop has replaced one of your goods, of <b>{ $title }</b>. All of them come here as they are now, and the order shows them again at any time.
admin-low-stock = 📉 <b>{ $title }</b> runs low: { $stock ->
        [0] nothing is left
        [one] one is left
       *[other] { $stock } are left
    }, you wanted to hear at { $threshold }. You hear it once; restocking arms it again.
error-bad-price = { $why ->
        [empty] That is no price.
        [negative] A price is not negative.
        [zero] A price is more than nothing.
        [exponent] A price is written out, without an e.
        [decimals] That has too many decimals: this currency has { $digits }.
        [ambiguous] That can be read in two ways. Leave out the separator of the thousands.
        [large] That is too much.
       *[number] That is no price.
    } Send it like this: <code>{ $example }</code>; 10 million is the most.
error-bad-field = { $why ->
        [empty] { $field ->
            [name] A name is needed.
            [reason] A reason is needed; it stays on record.
           *[other] Something is needed here.
        }
       *[long] { $field ->
            [name] A name has at most { $maximum } characters.
            [text] A description has at most { $maximum } characters.
            [delivery-note] A delivery note has at most { $maximum } characters.
            [question] A question has at most { $maximum } characters.
            [note] A note has at most { $maximum } characters.
            [supplier] A supplier has at most { $maximum } characters.
            [reason] A reason has at most { $maximum } characters.
            [file] The name of a file has at most { $maximum } characters.
           *[other] That has more than { $maximum } characters.
        }
    }
error-bad-number = Please send a whole number from { $minimum } to { $maximum }, such as <code>{ $example }</code>{ $none ->
        [never] , or a dash for never
       *[no] {""}
    }.
error-name-taken = There is a <b>{ $name }</b> already.
error-inside-itself = <b>{ $name }</b> cannot be put into itself, or into something that is inside of it.
error-changed-meanwhile = ✋ Nothing was changed: { $field ->
        [goods] other goods came in or were sold since you saw this list.
        [stock] the stock has become another since you saw it. It is { $now } now.
        [order] the order has become another since you saw it.
        [shared] what is shared has become another since you saw it.
        [limit] how many may be sold was changed since you saw it. Look at it again.
        [unit] this good has been replaced already.
        [photos] the photos have become others since you saw them.
        [discount] that discount has become another, or is over.
        [method] this way to pay was set otherwise since you saw it. Look at it again.
        [voucher] this voucher has become another since you saw it. Look at it again.
        [group] this group has become another since you saw it. Look at it again.
        [shipping] this way of shipping, or its place, has become another since you saw it. Look at it again.
        [questions] the questions have become others since you saw them. Look at them again.
        [v-home] it was moved to another product since you saw it.
        [p-home] it was moved since you saw it.
        [c-home] it was moved since you saw it.
        [p-shown] it was archived or restored since you saw it.
        [c-shown] it was archived or restored since you saw it.
        [v-shown] it was archived or restored since you saw it.
        [v-price] the price has become another since you saw it. Look at it again.
        [v-cost] the cost has become another since you saw it. Look at it again.
       *[other] it has become another since you saw it. It is now: { $now }
    }{ $known ->
        [yes] {" "}Changed by { $name }.
       *[no] {""}
    }
error-cannot-read = { $why ->
        [encoding] Line { $row }, column { $column } is no UTF-8 text. Save the file as UTF-8 and send it again.
        [binary] Line { $row }, column { $column } is no text. Is it a list of goods?
        [quotes] The row that begins on line { $row } has a quote that is not closed, or text right after one.
        [columns] Row { $row } has { $column } columns. Name the one with the goods <code>unit</code> in the first row.
        [lines] That are more than { $maximum } lines. Send them in several lists.
        [large] That is more than { $maximum } MB. Send it in several lists.
        [files] One batch takes at most { $maximum } files. Add these first, and send the rest then.
        [long] One good has at most { $maximum } characters. Send a longer one as a file.
       *[empty] There is nothing in it.
    } Nothing was added.
error-nothing-new = There is nothing new in it: the shop has, or had, all of that. Nothing was added.
error-file-too-large = A file has at most { $maximum } MB. Nothing was added.
error-files-full = The shop keeps at most { $maximum } MB of files. Nothing was added.
error-other-kind = <b>{ $home }</b> { $kind ->
        [digital] has digital goods
        [shared] has goods that all buyers share
       *[physical] is shipped
    }, and this version { $own ->
        [digital] is digital goods
        [shared] is shared
       *[physical] is shipped
    }: it can only stand with its kind.
error-wrong-kind = { $kind ->
        [digital] These are digital goods: add them one by one, as lines or files.
        [shared] This is shared: it has one text or file for all buyers.
        [endless] This never runs out, so it is not counted.
        [nothing-shared] Set first what its buyers get.
       *[physical] These goods are counted: say how many came or went, and why.
    }
error-stock-held = That is more than may go: orders hold { $held }, and { $free ->
        [0] nothing is free.
        [one] one is free: one may go.
       *[other] { $free } are free: at most { $free } may go.
    }
error-batch-touched = { $sold ->
        [0] This batch is undone already.
        [one] One of this batch is sold, so it cannot be undone. Take away what is left.
       *[other] { $sold } of this batch are sold, so it cannot be undone. Take away what is left.
    }
error-batch-not-found = There is no such batch.
error-nothing-shared = Set first what its buyers get.
error-unit-not-found = There is no such good.
error-none-to-replace = There is none that could take its place: what is left is held by orders. Restock first.
error-bad-caption = { $why ->
        [price] The price is missing.
       *[name] The name is missing.
    } Write it like this: <code>Harbour Mug / 12.50 / Holds 0.3 l, dishwasher safe.</code>
error-staged-gone = What you typed or sent is not there any more, or is another by now. Please send it again.

# Goods: keeping the shelves
command-goods = Goods: categories, products, stock
command-stock = What there is
button-goods-home = 🗂 Goods
goods-home = 🗂 <b>Goods</b>
    Everything that is sold, archived things included. A photo with <code>name / price / text</code> below it begins a product.
goods-home-none = There is no category yet.
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
keep-category-card = 🗂 <b>{ $name }</b> · <code>{ $number }</code> · { $count } on sale
category-archived = 🗄 Archived: customers see neither it nor what is in it.
category-empty = Nothing is in it yet.
category-pick = 🗂 { $name }
keep-product-card = 🏷 <b>{ $name }</b> · <code>{ $number }</code> · { $kind ->
        [digital] digital
        [shared] shared: all buyers get the same
       *[physical] physical
    }
product-archived = 🗄 Archived: customers do not see it.
quoted = <blockquote>{ $text }</blockquote>
variant-line = { $state ->
        [off] 🗄 <code>{ $number }</code> { $name }: { $price }
       *[on] • <code>{ $number }</code> { $name }: { $price }, { $left } free
    }
button-new-category = ➕ Category
button-new-product = ➕ Product
button-new-variant = ➕ Version
button-low = 📉 Runs low
button-sold-out = 🚫 Sold out
button-export-stock = ⬇️ Stock as a table
button-edit = { $what ->
        [name] ✏️ Name
        [text] ✏️ Text
        [note] 📄 Note
        [weight] ⚖️ Weight
        [price] 💲 Price
        [cost] 🧾 Cost
        [low] 🔔 Warn at
       *[variant] ✏️ Version
    }
button-photo = 📷 Photo
button-move = ↪️ Move
button-archive = 🗄 Archive
button-restore = ♻️ Restore
button-up = ⬆️ Up
button-down = ⬇️ Down
button-as-customer = 👁 Their view
preview-none = 👁 Customers do not see it now: the product, a category around it, or each of its versions is archived, or it is no more.
button-open-stock = 📊 Open the stock
few = { $which ->
        [low] 📉 <b>Runs low</b>
       *[out] 🚫 <b>Sold out</b>
    }
few-none = Nothing.
few-button = { $title } · { $left }
ask-field = { $field ->
        [c-name] Send the new name of the category.
        [p-name] Send the new name of the product.
        [p-text] Send the new description.
        [p-note] Send what buyers read with their goods, or a dash for nothing. All who bought it read it as it is then.
        [v-weight] What does one weigh? Send it in grams or with its unit, such as 1.2 kg; a dash for no weight.
        [v-name] Send the new name of the version.
        [v-home] Send the number of the product that it is to be a version of, such as p12. Its stock, and orders that hold it, go with it; customers who bought it read that product's delivery note.
        [v-price] Send the new price.
        [v-cost] What does one cost you? Send an amount, or a dash if you do not know. It is kept with every order from now on; a delivery with a cost changes it again.
       *[v-low] At how many left do you want to hear it? Send a number, or a dash for never.
    }
field-now = Now: { $now }
check-price = 💲 <b>{ $title }</b>: { $before } → <b>{ $after }</b>? Orders that are open keep their price.
button-set-price = ✅ Set { $price }
price-set-toast = The price is set.
archived-toast = Archived.
restored-toast = Restored.
moved-toast = Moved.
new-category = Send the name of the new category.
new-product = Send a photo with a caption, or a text:
    <code>Harbour Mug / 12.50 / Holds 0.3 l, dishwasher safe.</code>
new-variant = Send the name and price of another version of <b>{ $name }</b>:
    <code>Midnight blue / 14.50</code>
photo-added = 📷 The photo hangs.
check-product = 🏷 <b>{ $name }</b> · { $price }
button-create = { $kind ->
        [digital] ✅ Digital: each unit is sold once
        [shared] ✅ Shared: all buyers get the same
       *[physical] ✅ Physical: counted and shipped
    }
product-created-toast = { $kind ->
        [shared] It is made. Set what buyers get next.
       *[other] It is made. Add stock next.
    }
choose-shelf = In which category? Open one to look into it.
choose-shelf-none = There is no category yet: make one first.
choose-home = Where shall it go? Open a category to look into it.
button-put-here = { $at ->
        [entrance] ✅ To the entrance
       *[inside] ✅ Put it here
    }
stock-card = 📊 <b>{ $title }</b> · <code>{ $number }</code> · { $price }{ $state ->
        [off] {" "}· 🗄 not on sale
       *[on] {""}
    }
stock-counts = Free: <b>{ $available }</b> · held by orders: { $held }
    Received: { $received } · sold: { $sold } · taken away: { $removed }
stock-card-doubted = ⚠️ In doubt: some may have been sold before the database was restored. Nothing of it is sold until somebody releases it under 🩺 State.
stock-endless = Never runs out · sold: { $sold } · held by orders: { $held }
stock-cost = One costs you { $cost }; at today's price { $margin } are left ({ $percent } %).
stock-cost-unknown = What it cost is not noted.
stock-warned = 🔔 You hear when { $count } or fewer are left.
stock-unwarned = 🔕 You do not hear when it runs low.
stock-hold = ⏳ { $code } holds { $quantity } until { $until }
shared-set = 📎 All buyers get what was set here.
shared-missing = ⚠️ Nothing is set yet that buyers would get, so it cannot be sold.
button-add-stock = ➕ Add goods
button-take-stock = ➖ Take away
button-batches = 📦 Batches
button-movements = 📋 Movements
button-count = ± Count
button-share = { $state ->
        [set] 📎 Replace for all buyers
       *[none] 📎 Set what buyers get
    }
button-cap = 🔢 Limit
button-endless = ∞ Without limit
ask-goods = Send the goods for <b>{ $title }</b>:
    • lines, one good each
    • a .txt or .csv file
    • any other file, photo, video or sound is a good itself, up to 20 MB; many can be sent or forwarded at once. A list is one too if its caption says <code>file</code>, or if it comes with others.
    Nothing is added before you have seen what becomes of every line.
verdict = 🔎 <b>{ $title }</b>
verdict-count = { $says ->
        [new] ✅ new: { $count }
        [twice] ♊ twice in this list: { $count }
        [known] ♻️ the shop has or had it: { $count }
        [empty] ▫️ empty: { $count }
        [too-long] ⛔ too long: { $count }
        [too-large] ⛔ more than 20 MB: { $count }
        [no-room] ⛔ too much for one batch: { $count }
       *[formula] ⛔ a formula: { $count }
    }
verdict-line = Line { $number }: { $says ->
        [twice] like line { $like }
        [known] the shop has or had it
        [too-long] too long
       *[formula] a formula, which is no good
    }
verdict-then = The new ones are added all at once; the rest is left out.
verdict-none = There is nothing to add.
button-add-now = { $count ->
        [one] ✅ Add one
       *[other] ✅ Add { $count }
    }
button-add-files = { $count ->
        [one] ✅ Add one file
       *[other] ✅ Add { $count } files
    }
button-stock-note = 📝 Note, supplier, cost
files = 📁 <b>{ $title }</b>: files, one good each
file-line = { $says ->
        [twice] ♊ { $name }: sent twice
        [known] ♻️ { $name }: the shop has or had it
        [empty] ▫️ { $name }: empty
        [too-large] ⛔ { $name }: more than 20 MB, which Telegram gives to no bot
        [no-room] ⛔ { $name }: the files before it are all that one batch takes; send it with the next
       *[new] ✅ { $name }
    }
files-more = Send more, or add them. The new ones are added all at once; the rest is left out.
files-changed-toast = More came in meanwhile: look at all of it first.
ask-batch-note = Send note / supplier / cost of all of it. Leave out with a dash what you do not want to say:
    <code>July / Keys Ltd / 25.00</code>
batch-note = 📝 { $note }
batch-supplier = 🏭 { $name }
batch-cost = 💸 { $cost }
adding = { $count ->
        [one] ⏳ Adding one …
       *[other] ⏳ Adding { $count } …
    }
added = { $count ->
        [one] ✅ One was added, as batch { $number }.
       *[other] ✅ { $count } were added, as batch { $number }.
    }
button-open-batch = 📦 Open the batch
ask-count = <b>{ $title }</b>: { $stock } in stock, { $held } of them held by orders. Send how many came or went and why, or how many there are in all:
    <code>+5 delivery</code> · <code>-2 broken</code> · <code>12 counted</code>
check-count = <b>{ $title }</b>: { $before } → <b>{ $after }</b>, because: { $reason }
button-count-now = ✅ Yes
counted-toast = Counted.
ask-take = ➖ <b>{ $title }</b>: free: { $free }; held by orders, and staying: { $held }. Send how many and why; or why on the first line, and below it the goods to take away:
    <code>3 expired</code> · <code>all expired</code>
check-take = ➖ <b>{ $title }</b>: take away <b>{ $count }</b>, because: { $reason }
    Left then: { $left }, of them held by orders: { $held }. What is taken away does not come back.
button-take-now = { $count ->
        [one] ➖ Take away one
       *[other] ➖ Take away { $count }
    }
taken-toast = Taken away.
batches = 📦 <b>{ $title }</b>: batches
batches-none = There is none yet.
batch-button = { $state ->
        [undone] ↩️ { $number } · undone
       *[in] 📦 { $number } · { $left } of { $count } left
    }
batch-card = 📦 <b>Batch { $number }</b> · { $at } · { $name }
batch-counts = Came: { $count } · on the shelf: { $left } · sold: { $sold } · taken away: { $gone }
batch-undone = ↩️ It was undone { $at }. The same goods may be added again.
batch-sold = Something of it is sold, so it cannot be undone.
batch-held = Orders hold goods that would not be there without it, so it cannot be undone now.
batch-can-be-undone = Nothing of it is sold: it can be undone as if it had never come.
button-undo-batch = { $count ->
        [one] ↩️ Undo: take back one
       *[other] ↩️ Undo: take back { $count }
    }
undone-toast = Undone.
movements = 📋 <b>{ $title }</b>: movements
movement-line = { $at } · { $pieces } · { $reason ->
        [endless] without limit from now on
        [capped] limited from now on
        [catalogue] from a catalogue file
       *[other] { $reason }
    }
movements-none = There is none yet.
ask-share = 📎 <b>{ $title }</b>: send the text or the file that every buyer gets.{ $state ->
        [set] {" "}It takes the place of what is there, also for those who bought before.
       *[none] {""}
    }
check-share = 📎 <b>{ $title }</b>: { $state ->
        [set] give this to all buyers from now on, also to those who bought before?
       *[none] give this to all buyers?
    }
button-share-now = ✅ Yes, to all buyers
shared-toast = All buyers get it from now on.
endless-toast = It never runs out.
ask-cap = 🔢 <b>{ $title }</b>: how many may still be sold? Send a number; orders hold { $held }.
button-replace-unit = 🔁 Replace a unit
sold = 🔁 <b>{ $code }</b>: { $count ->
        [0] it has no units that could be replaced.
       *[other] which one does not work?
    }
sold-button = { $title } · no. { $place } · { $spare } spare
ask-replace = 🔁 <b>{ $title }</b>: free to take its place: { $spare }{ $before ->
        [0] .
       *[other] ; replaced before: { $before }.
    } Send the reason. The old one stays on record, and the customer gets the next one.
check-replace = 🔁 Replace it, because: { $reason }
button-replace-now = 🔁 Yes, send another
replaced-toast = { $code }: the customer gets another one.
stock-table = Stock in figures, as a table for a spreadsheet.
discount-begun = ✅ It is set:
    { $line }
    Days begin and end at midnight UTC, the shop's time.
usage-add = <code>/add Cups / Harbour Mug / 12.50 / Holds 0.3 l</code>
    A category that there is, by its name or number, then name / price / text.
usage-addstock = <code>/addstock v12 KEY-1</code>
    A version, then its goods, one a line; or as the words below a file. Of counted goods <code>/addstock v12 +5 delivery</code>.
usage-del = <code>/del p3</code>
    A product; on its card it is archived.
usage-delstock = <code>/delstock v12 3 expired</code>
    A version, how many, and why.
usage-delallstock = <code>/delallstock v12 expired</code>
    A version, and why. What orders hold stays.
usage-editid = <code>/editid p3</code>
    A product: its card, to be changed.
usage-editcategory = <code>/editcategory Cups</code> · <code>/editcategory c2</code>
    A category, by its name or number.
usage-editsold = <code>/editsold K7Q2M</code>
    The code of an order of which a good does not work.
usage-disc = <code>/disc p3 10%</code> · <code>/disc p3 1.50</code> · <code>/disc p3 20% { $first } { $last }</code>
    A product, what is taken off, and if you like the first day and the last, which end at midnight UTC. A dash leaves an end open.
usage-discat = <code>/discat Cups 10%</code> · <code>/discat c2 20% { $first } { $last }</code>
    A category, what is taken off all that is in it, and if you like the first day and the last, which end at midnight UTC. A dash leaves an end open.
usage-exportstock = <code>/exportstock</code>
    Nothing follows it.
usage-stock = <code>/stock</code> · <code>/stock v12</code>
    What runs low, or one version.
usage-numbers = A product has a number such as <code>p3</code>, a version <code>v12</code>, a category <code>c2</code>: they stand on their cards under /goods.

# Goods: what numbers mean, and what is taken off from when to when
error-no-such-number = { $letter ->
        [p] There is no product <code>{ $number }</code>.
        [v] There is no version <code>{ $number }</code>.
        [c] There is no category <code>{ $number }</code>.
       *[name] There is no category called <b>{ $number }</b>.
    }
error-several-versions = <code>{ $number }</code>, <b>{ $name }</b>, has not one version but these: { $versions }. Say which one.
error-one-version = <code>{ $number }</code> is one version of <b>{ $name }</b>; the product is <code>{ $product }</code>.
error-several-named = Several categories are called <b>{ $name }</b>: { $numbers }. Say which one by its number.
error-bad-weight = Please send a weight from { $minimum } g to { $maximum } g{ $none ->
        [weight] , such as <code>250</code> or <code>1.2 kg</code>, or a dash for no weight
        [limit] , such as <code>5 kg</code>, or a dash for any weight
       *[steps] {" "}and what each further one costs, such as <code>1 kg / 1.50</code>, or a dash for one price whatever it weighs
    }.
error-bad-count = { $why ->
        [same] { $stock ->
            [0] Nothing is there already, so nothing would change.
            [one] One is there already, so nothing would change.
           *[other] There are { $stock } already, so nothing would change.
        }
       *[form] A whole number up to { $maximum } is needed, then a space and the reason; in stock now: { $stock }.
    } Send how many came or went and why, or how many there are in all: <code>+5 delivery</code> · <code>-2 broken</code> · <code>12 counted</code>
error-bad-take = { $maximum ->
        [0] Nothing is free to be taken away: what is there is held by orders.
       *[other] { $why ->
            [absent] None of these goods is on the shelf.
           *[form] How many, and why, is needed.
        } Send a number from 1 to { $maximum } and the reason, or the reason and below it the goods, one a line: <code>1 expired</code> · <code>all expired</code>
    }
error-bad-period = { $why ->
        [one] Is { $word } the first day or the last? Send both, or a dash for an end that stays open: <code>20% - { $word }</code> begins now, <code>20% { $word } -</code> goes on until somebody ends it.
        [day] There is no such day as { $word }.
        [far] { $word } is more than five years away.
        [past] { $word } is over already; a dash instead of it begins now.
        [over] { $word } is over already, so that discount would be as well.
        [backwards] A discount ends after it begins.
       *[form] I cannot read { $word } as days.
    }{ $why ->
        [one] {""}
       *[other] {" "}Send the first day and the last like this: <code>20% { $example }</code>.
    } Days begin and end at midnight UTC, the shop's time.
button-new-discount = ➕ New discount
ask-discount = ✂️ What is taken off { $kind ->
        [category] all that is in <b>{ $name }</b>
       *[product] <b>{ $name }</b>
    }? Send a percentage or an amount, and if you like the first day and the last:
    <code>20% { $first } { $last }</code> · <code>1.50</code> · <code>10% - { $last }</code>
    Without days it holds from now on until somebody ends it; a dash leaves an end open. Days begin and end at midnight UTC, the shop's time. The best discount counts; they are not added.
check-product-home = 🗂 In { $name }
button-other-shelf = 🗂 In another category
button-put-in = ✅ In { $name }
button-keep-product = ✏️ Edit this product

# Shipping, delivery notes, questions to buyers

shipping-line = 🚚 { $name } · { $price }
cart-total-unshipped = Total without shipping: <b>{ $total }</b>
cart-shipping-from = 🚚 Shipping from { $price }; you choose at checkout.
choose-shipping = <b>Check out</b>

    🚚 How shall we ship it?
button-ship-by = 🚚 { $name } · { $price }
button-other-shipping = 🚚 Ship it another way
ask-buyer = 📝 { $of ->
        [one] The shop asks about <b>{ $title }</b>:
       *[other] Question { $number } of { $of }, about <b>{ $title }</b>:
    }

    { $question }

    Send me your answer in one message. You will see it once more before you order.
answer-noted = ✏️ Noted:
    <blockquote>{ $text }</blockquote>
answer-line = 📝 <b>{ $title }</b>: { $question }
    <blockquote>{ $text }</blockquote>
answer-damaged = 📝 <b>{ $title }</b>: { $question }
    ⚠️ This answer cannot be read any more.
answers-many = 📝 { $count ->
        [one] 1 answer
       *[other] { $count } answers
    } to what the shop asks.
button-change-answers = ✏️ Change the answers
button-not-an-answer = 💬 My last message was for the shop
delivery-note = 📄 <b>{ $name }</b>
    { $text }
reading = 🧾 <b>Order { $code }</b>
reading-none = There is nothing to read here.
button-order-notes = 📄 Notes and answers
button-answers = 📝 Answers
error-nothing-ships = ⚠️ What is in your cart weighs { $weight } g, and no way of shipping carries that much. Take something out, or write to us.
error-shipping-unchosen = Please choose first how we shall ship it.
error-answers-missing = Please answer first what the shop asks.
error-bad-answer = { $why ->
        [empty] Please send an answer that can be read.
        [long] An answer has at most { $maximum } characters.
       *[signs] There are signs in it that are no text. Please type it again.
    }
error-too-many-options = There are { $maximum } ways of shipping already, and no more can be kept. Rename one that is not on offer any more.
error-too-many-questions = A product asks at most { $maximum } questions.
button-shipping = 🚚 Shipping
shipping-home = 🚚 <b>Shipping</b>
    What is on offer is asked at checkout when something physical is in the cart. Only what carries the weight is offered; if just one does, it is taken.
shipping-none = There is none yet: physical goods are shipped for nothing.
shipping-button = { $state ->
        [off] 🗄 { $name } · { $price }
       *[on] 🚚 { $name } · { $price }
    }
button-new-shipping = ➕ Way of shipping
shipping-card = 🚚 <b>{ $name }</b> · { $price }
    { $state ->
        [off] 🗄 Not on offer: customers do not see it.
       *[on] ✅ On offer.
    }
shipping-limit = Carries up to { $limit } g.
shipping-unlimited = No limit of weight is set.
shipping-step = The price is for the first { $step } g; each further { $step } g that is begun costs { $price } more.
shipping-flat = The price is the same for every weight.
button-shipping-on = ✅ Offer it
button-shipping-off = 🗄 Offer it no more
button-edit-shipping = { $part ->
        [name] ✏️ Name
        [price] 💲 Price
        [limit] ⚖️ Limit
       *[step] ⚖️ By weight
    }
ask-shipping-new = Send name and price of a way of shipping; 0 is free. It is not on offer before you say so.
    <code>Parcel / 4.90</code>
ask-shipping = <b>{ $name }</b>: { $part ->
        [name] send the new name.
        [price] send the new price; 0 is free.
        [limit] up to which weight? Send it in grams or with its unit, or a dash for no limit.
       *[step] send a weight and what each further one of it costs, or a dash for one price.
    }
    { $part ->
        [name] <code>Parcel</code>
        [price] <code>4.90</code>
        [limit] <code>5 kg</code>
       *[step] <code>1 kg / 1.50</code>
    }
check-shipping = 💲 <b>{ $name }</b>: from now on <b>{ $price }</b>? Orders that are placed keep what they were placed for.
button-shipping-set = ✅ Set it
shipping-on-toast = It is on offer.
shipping-off-toast = It is not on offer any more.
keep-note = 📄 { $note }
keep-questions = 📝 { $count ->
        [one] 1 question to buyers
       *[other] { $count } questions to buyers
    }
button-questions = 📝 Questions
questions-card = 📝 <b>{ $name }</b>: questions to buyers
    They are asked at checkout. What is answered is sealed, and shown to whoever ships. An order keeps the question that it was asked.
question-line = { $number }. { $text }
button-question = ✏️ { $number }
button-question-remove = 🗑 { $number }
button-question-new = ➕ Question
ask-question = Send what buyers of <b>{ $name }</b> are asked, in one line.
question-removed-toast = It is asked no more.
stock-weight = ⚖️ { $grams ->
        [0] No weight is stated.
       *[other] { $grams } g each
    }

# Groups of customers

button-groups = 👥 Groups
groups-home = 👥 <b>Groups of customers</b>
    Who is in one pays its prices, wherever they are lower than what everybody pays. The lowest price counts; nothing is added up.
groups-none = There is none yet.
group-button = { $state ->
        [on] { $name } · { $percent ->
            [0] own prices
           *[other] −{ $percent } %
        }
       *[off] 🗄 { $name }
    }
button-new-group = ➕ Group
group-card = 👥 <b>{ $name }</b> · { $percent ->
        [0] nothing off in general
       *[other] { $percent } % off everything
    }
group-by-hand = People come into it by hand: from their card, or with <code>/addreseller</code>.
group-by-turnover = Who buys for <b>{ $turnover }</b> within a year comes into it with their next paid order, and stays.
group-off = 🗄 It is switched off: who is in it pays what everybody pays.
group-prices = Its own prices, one button each:
group-prices-none = It has no price of its own.
group-price-button = { $title } · { $price } (others { $full })
button-group-price = ➕ Price
button-edit-group = { $part ->
        [name] ✏️ Name
        [percent] ％ Per cent
       *[turnover] 📈 Turnover
    }
button-group-on = ✅ Switch on
button-group-off = 🗄 Switch off
group-on-toast = It is switched on.
group-off-toast = It is switched off.
ask-group-new = Send the name of the group, such as <code>Resellers</code>.
ask-group = { $part ->
        [name] ✏️ Send the new name of <b>{ $name }</b>.
        [percent] ％ How much is off for <b>{ $name }</b>? Send a whole number from 0 to 95.
       *[turnover] 📈 For how much must somebody buy within a year to come into <b>{ $name }</b>? Send a sum, or - for by hand alone.
    }
ask-group-prices = 💶 Send the number of a version and what it costs <b>{ $name }</b>: <code>v12 9.50</code>; or <code>v12 -</code> for no price of its own.
ask-group-price = 💶 Send what <b>{ $title }</b> costs <b>{ $name }</b>, or - for no price of its own.
group-priced = The price of { $number } for <b>{ $name }</b> is set.
person-group = 👥 Group: <b>{ $name }</b>
button-person-group = 👥 Group
choose-group-none = There is none yet. Groups are made under 🗂 Goods, 👥 Groups.
choose-group = 👥 Into which group shall <b>{ $name }</b> go? Turnover changes nothing about it then.
group-choice = { $here ->
        [yes] ✅ { $name }
       *[no] { $name }
    }
button-no-group = Into none
group-put-toast = It counts from now on.
group-entered = 👥 You are in the group <b>{ $name }</b> now: the prices you are shown are yours.
group-left = 👥 You pay the same prices as everybody from now on.
error-too-many-groups = There are { $maximum } groups already; that is as many as there can be.
error-too-many-group-prices = A group can have { $maximum } prices of its own; this one has as many.
error-which-group = Which group? There are several: { $names }. Write its name behind it.
usage-priceress = <code>/priceress v12 9.50</code> · <code>/priceress v12 9.50 / Resellers</code>
    The number of a version, what it costs resellers, and the group if there are several; - for no price of its own.
usage-addreseller = <code>/addreseller @bob</code> · <code>/addreseller 7001 Resellers</code>
    Somebody who has talked to the bot, and the group if there are several.
usage-rmress = <code>/rmress @bob</code>
    They pay what everybody pays from then on.
# People: lists, search, credit by hand, bans, notes and tags
button-people = 👤 People
button-people-list = { $which ->
        [timeouts] ⏰ Timeouts
        [turnover] 💵 Turnover
        [banned] ⛔ Banned
        [noted] 📝 With notes
        [tagged] 🏷 By tag
       *[newest] 🆕 Newest
    }
button-find-person = 🔎 Find
people-title = { $which ->
        [timeouts] ⏰ <b>People by timeouts</b> that count now
        [turnover] 💵 <b>People by turnover</b> of the last { $days } days
        [banned] ⛔ <b>Banned people</b>, the latest first
        [noted] 📝 <b>People with notes</b>
        [tagged] 🏷 <b>People tagged #{ $tag }</b>
       *[newest] 🆕 <b>People</b>, the newest first
    }
people-none = Nobody is on this list.
people-row = { $banned ->
        [yes] ⛔ { $name } · { $worth }
       *[no] { $name } · { $worth }
    }
people-tags = 🏷 People with which tag?
people-no-tags = There are no tags yet. They are made on a person's card, with 🏷.
people-found = 🔎 Several people may be meant by <b>{ $word }</b>:
ask-find-person = 🔎 Whom are you looking for? Send a name, an <code>@name</code>, a number, an order's code, or forward a message of theirs.
person-banned-since = ⛔ Banned since { $at }, by { $by }: { $reason }
person-ran-out = ⏰ <code>{ $code }</code>: { $at }
person-tags = Tags: <b>{ $tags }</b>
person-language = Reads: <b>{ $language }</b>
person-since = Here since { $at }
person-seen = Last heard of: { $at }
person-reachable = 📨 Can be written to.
button-credit = 💰 Credit
button-notes = { $count ->
        [0] 📝 Notes
       *[other] 📝 Notes: { $count }
    }
button-tags = 🏷 Tags
button-ban = ⛔ Ban
button-unban = 🔓 Unban
credit-spendable = Of it can be spent: <b>{ $left }</b>. Coins that paid for the rest have left the chain.
credit-entries = <b>The latest:</b>
credit-no-entries = Nothing has come in or gone out yet.
credit-line = { $at }: <b>{ $amount }</b> { $why }
credit-entry = { $reason ->
        [overpaid] paid too much
        [late] paid too late
        [returned] back from an order
        [spent] spent on an order
        [honoured] late money paid its order
        [reversed] a refunded order
        [unhonoured] a refunded order
        [refunded] set aside to be sent
        [withdrawn] set aside before, not sent
        [exchanged_from] another currency
        [exchanged_into] another currency
        [suspended] coins left the chain
        [restored] coins are back
        [granted] given by hand
        [deducted] taken by hand
        [gifted] left for somebody by a link
        [gift_claimed] came through a link
        [gift_back] back from a link
        [voucher] came by a voucher
       *[other] other
    }
button-credit-give = ➕ Give
button-credit-take = ➖ Take
ask-credit = { $how ->
        [take] ➖ How much store credit shall <b>{ $name }</b> lose, and why? Send the sum, then the reason: <code>5.00 paid out in cash</code>
       *[give] ➕ How much store credit shall <b>{ $name }</b> get, and why? Send the sum, then the reason: <code>5.00 for the trouble</code>
    }
    They hear the sum and not the reason.
check-credit = { $how ->
        [take] ➖ Take <b>{ $amount }</b> of store credit from <b>{ $name }</b>?
       *[give] ➕ Give <b>{ $name }</b> <b>{ $amount }</b> of store credit?
    }
    It is { $now } now and { $then } then.
    Reason, for the books alone: { $reason }
check-credit-barred = ⛔ They are banned: they hear of it, and can spend none while that is so.
button-credit-now = ✅ Yes, book it
credit-done-toast = Booked. They will be told.
credit-none-toast = Nothing waits to be confirmed. This is how it is now.
credit-adjusted = { $how ->
        [take] ➖ The shop has taken <b>{ $amount }</b> off your store credit.
       *[give] 💰 The shop has given you <b>{ $amount }</b> of store credit.
    }
credit-left = You can spend <b>{ $left }</b> now.
admin-adjusted = { $how ->
        [take] ➖ { $by } took <b>{ $amount }</b> of store credit from { $name }.
       *[give] 💰 { $by } gave { $name } <b>{ $amount }</b> of store credit.
    }
ban-facts = Unpaid orders: <b>{ $waiting }</b>, to be delivered: <b>{ $paid }</b>, store credit: <b>{ $credit }</b>
ask-ban = { $what ->
        [unban] 🔓 Let them use the shop again? Send the reason: it stands in the books, and they do not read it.
       *[ban] ⛔ Why shall they not use the shop any more? Send the reason: it stands in the books, and they do not read it.

            They are told once that they cannot use the shop, and get no answer from then on. What is paid is delivered; an unpaid order can be paid until its time is over, and holds its goods until then. Credit stays theirs, and cannot be spent meanwhile.
    }
check-ban = { $what ->
        [unban] 🔓 Let them in again?
       *[ban] ⛔ Ban them?
    }
    Reason, for the books alone: { $reason }
button-ban-now = { $what ->
        [unban] ✅ Yes, unban
       *[ban] ⛔ Yes, ban
    }
ban-toast = Banned.
unban-toast = They may use the shop again.
notes-none = There are no notes yet.
note = 📝 { $at }, { $by }: { $text }
note-numbered = { $number }. { $at }, { $by }: { $text }
note-damaged = (cannot be read)
button-note-add = ➕ New note
button-note-drop = 🗑 { $number }
note-gone-toast = That note is gone already.
note-dropped-toast = The note is gone.
ask-note = 📝 What shall be noted of <b>{ $name }</b>? Everybody who looks after people reads it, they do not.
tags = 🏷 Tap to put a tag on, or to take it off.
tag-choice = { $here ->
        [yes] ✅ { $name }
       *[no] { $name }
    }
button-tag-new = ➕ New tag
ask-tag = 🏷 Which tag shall <b>{ $name }</b> get? One or a few words.
pm-words = { $text }
talk-sent-barred = ✅ On its way to <b>{ $name }</b>, who is banned: they can read it, and not answer.
error-barred-cannot-answer = ⛔ They are banned, so they could not answer. Let them in again, or type the address yourself.
error-right-gone = 🚫 You may not do that any more. Nothing was changed.
error-own-ban = Nobody bans themselves.
error-works-here = They work for this shop. Their role has to be taken away first, by somebody who may do that.
error-ban-changed = Somebody else was faster. This is how it is now.
error-own-credit = Nobody gives or takes their own store credit. Somebody else can.
error-own-message = That is you: nothing was sent.
error-bad-amount = { $why ->
        [missing] A sum and a reason are needed.
        [empty] A sum is needed.
        [negative] Only one sign, please.
        [zero] A sum is more than nothing.
        [exponent] A sum is written out, without an e.
        [decimals] That has too many decimals: this currency has { $digits }.
        [ambiguous] That can be read in two ways. Leave out the separator of the thousands.
        [large] That is too much.
       *[number] That is no sum.
    } Send it like this: <code>{ $example } for the trouble</code>; 10 million is the most.
error-credit-short = No more can be taken than they can spend, which is { $left }.
error-credit-moved = Their credit has changed since you saw it, and nothing was booked. Look again, and confirm it if it still fits.
error-adjusted-already = That was booked before, once.
error-bad-note = A note has 1 to { $maximum } characters.
error-too-many-notes = There are { $maximum } notes of them already: take one away first.
error-bad-tag = A tag has 1 to { $maximum } characters.
error-too-many-tags = { $whose ->
        [shop] The shop has { $maximum } tags already: use one of them, or take one off everybody.
       *[person] They have { $maximum } tags already: take one off first.
    }
usage-info = <code>/info @bob</code> · <code>/info 7001</code> · <code>/info Bob Marley</code>
    Somebody by <code>@name</code>, number, an order's code, or their name.
usage-pm = <code>/pm @bob Your parcel is on its way</code> · <code>/pm 7001</code>
    Somebody by <code>@name</code>, number or an order's code, then the message; without one, you are asked for it and can send a picture.
usage-editbalance = <code>/editbalance @bob +5.00 for the trouble</code> · <code>/editbalance 7001 -5 paid out</code>
    Somebody by <code>@name</code>, number or an order's code, then the sum with its sign, and why. Nothing is booked before you confirm it.
usage-ban = <code>/ban @bob insulted everybody</code> · <code>/ban 7001</code>
    Somebody by <code>@name</code>, number or an order's code, and why. You are asked before it counts.
usage-unban = <code>/unban @bob</code> · <code>/unban 7001 was a mistake</code>
    Somebody by <code>@name</code>, number or an order's code, and why. You are asked before it counts.

# What else is done with an order
button-acts = ⋯ More …
acts = ⋯ <b>{ $code }</b>: what else can be done with it now.
button-extend = ⏳ +{ $minutes } minutes
button-end = ⌛ End its time now …
ask-end = ⌛ End order <b>{ $code }</b> now? It has until { $at }. The goods go back on the shelf, and it counts against nobody. I ask the chain once more first: if a payment is seen, it stays.
button-end-now = ⌛ Yes, end it
button-by-hand = ✋ It is paid, by my word …
ask-by-hand = ✋ Take order <b>{ $code }</b> for paid? The goods are delivered at once. How was it paid? Send me the reason in one message; it stays in the audit log. You see it once more first.
by-hand-seen = The chain shows <b>{ $seen }</b> of { $due } { $asset } ({ $price }). What nobody has seen is not counted as received; what still arrives pays for this order first.
check-by-hand = ✋ Take order <b>{ $code }</b> for paid, for this reason?
    <blockquote>{ $reason }</blockquote>
    Another message takes its place. This cannot be taken back.
button-by-hand-now = ✋ Yes, it is paid
button-write-to = 💬 Write to { $name }
extended-toast = { $code } has more time.
ended-toast = { $code } is ended.
by-hand-toast = { $code } is taken for paid.
admin-card-by-hand = ✋ Taken for paid by a person { $at }; received: <b>{ $taken }</b> of { $due } { $asset }.
admin-extended = ⏳ <b>{ $code }</b> has time until { $until }{ $by ->
        [admin] , given by { $who }
       *[other] {""}
    }.
admin-by-hand = ✋ <b>{ $code }</b> of { $name }, { $total }, was taken for paid{ $by ->
        [admin] {" "}by { $who }
       *[other] {""}
    }.
admin-refunded = ↩️ <b>{ $code }</b> of { $name } was refunded{ $by ->
        [admin] {" "}by { $who }
       *[other] {""}
    }: { $amount }.
button-refund-order = ↩️ Refund this order …
reverse = ↩️ <b>Refund order { $code }</b>: <b>{ $amount }</b> of { $total } are the customer's again.
reverse-credit = { $amount }: store credit that it used
reverse-late = { $amount }: money that came late and paid for it
reverse-coins = { $amount }: { $units } { $asset } that paid for it, at the lower of the locked price and today's
reverse-kept = 🎁 { $count ->
        [one] One digital good was handed out: the customer keeps it, and it
       *[other] { $count } digital goods were handed out: the customer keeps them, and they
    } never { $count ->
        [one] goes
       *[other] go
    } on sale again.
reverse-undelivered = 🔙 { $count ->
        [one] One digital good was never delivered: it is
       *[other] { $count } digital goods were never delivered: they are
    } for sale again.
reverse-pieces = 📦 { $count ->
        [one] One piece
       *[other] { $count } pieces
    }: { $back ->
        [yes] for sale again.
       *[no] not for sale again.
    }
reverse-where-confirmed = The customer has confirmed this address:
    <code>{ $address }</code>
reverse-final = This cannot be taken back.
button-reverse-stay = 📦 The pieces are not back
button-reverse-shelve = 📦 They are back: sell again
button-reverse-credit = 💰 { $amount } as store credit
button-reverse-send = ↩️ { $amount } as { $asset }
button-reverse-type = ✏️ As { $asset }, type the address
reverse-type = ↩️ Send me the { $asset } address on the { $network } network to which the refund of <b>{ $code }</b> goes. With that the order is refunded and the amount set aside; then you send the coins, and tell me the transaction.
reversed-toast = { $code } is refunded.
order-refunded = ↩️ Order <b>{ $code }</b> was refunded. { $how ->
        [sent] <b>{ $sent }</b> are set aside, to go back to you as coins.
        [both] <b>{ $sent }</b> are set aside, to go back to you as coins, and <b>{ $credit }</b> are your store credit again.
       *[credit] <b>{ $credit }</b> became your store credit; the next checkout offers it to you.
    }{ $owes ->
        [yes] {" "}<b>{ $owed }</b> of it makes up for store credit whose coins have left the chain.
       *[no] {""}
    }
extended = ⏳ Order <b>{ $code }</b> has more time: it is held for you until { $until }. Its price in coins was fixed until { $fixed }; what is seen after that counts at the price of then, if that is lower, and more may be asked for.
invoice-pay-moved = Send <b>{ $amount } { $asset }</b> to
    <code>{ $address }</code>
    { $over ->
        [yes] (1 { $asset } ≈ { $rate } was fixed until { $fixed }; now the lower price counts, and it may still change)
       *[no] (1 { $asset } ≈ { $rate }, fixed until { $fixed }; what is seen later counts at the price of then, if that is lower)
    }
standing-refunded = ↩️ <b>Refunded by the shop.</b>
standing-ended-early = ⌛ <b>Ended by the shop</b> before its time was up. The goods are back on the shelf.
label-refunded = refunded
admin-status-refunded = refunded
admin-state-refunded = refunded { $at }
error-nothing-received = Nothing was received for this order that could go back.
error-held-long-enough = Goods are held for { $hours } hours at most.

# Parcels
tracking = 📦 Parcel number: <code>{ $number }</code>
tracked = 📦 Order <b>{ $code }</b> is on its way. Parcel number: <code>{ $number }</code>
admin-card-tracking = 📦 Parcel number: <code>{ $number }</code>
ask-ship-number = Has it a parcel number? Send it to me in one message: the customer reads it. Or go on without one.
ask-ship-tracked = 🚚 Mark <b>{ $code }</b> as shipped with this parcel number? The customer is told. This cannot be taken back.
    <code>{ $number }</code>
    Another message takes its place.
ask-number = 📦 Send me the parcel number of <b>{ $code }</b> in one message. The customer is told at once.
button-number = 📦 Parcel number …
error-bad-tracking = A parcel number is one line of at most { $maximum } characters.
button-correct = 📮 Correct the address …
correct-type = 📮 Send me the whole new delivery address of order <b>{ $code }</b> in one message. It counts once you have confirmed it.
correct-check = 📮 Shall order <b>{ $code }</b> go there?
    <blockquote>{ $delivery }</blockquote>
button-correct-yes = ✅ Yes, send it there
button-correct-again = ✏️ Another address
corrected = 📮 Order <b>{ $code }</b> goes to the new address.
corrected-toast = The address of { $code } is corrected.
admin-readdressed = 📮 <b>{ $code }</b> of { $name } goes to another address{ $by ->
        [admin] , by { $who }
        [user] , by the customer
       *[other] {""}
    }. Look at it before you ship.
button-bulk-open = ☑️ Mark several as shipped …
bulk = ☑️ Pick what is shipped. Each customer is told.
button-bulk = 🚚 Mark { $count } as shipped …
bulk-full-toast = At most { $maximum } at once.
typed-since-toast = You have sent something else since: look at it.
bulk-changed-toast = Something else was picked meanwhile.
ask-bulk = 🚚 Mark { $count ->
        [one] this order
       *[other] these { $count } orders
    } as shipped? Each customer is told that it is on its way. This cannot be taken back.
button-bulk-now = 🚚 Yes, they are shipped
bulk-done = 🚚 Shipped: { $count }. Not shipped: { $refused }.
bulk-shipped = ✅ { $code }
bulk-refused = ⚠️ { $code }: { $why }
error-address-changed = It goes to another address than when it was picked. Look at it before you ship.
error-too-many-corrections = You have corrected this address { $maximum } times. Please write to us if it is still wrong.
error-ship-alone = Goods of this order have not been delivered. Look at it alone.
list-count = { $count } in all
error-other-currency = This order was paid in { $currency }, in which the shop does not sell any more. Settle it with the customer.
# Who works for the shop

button-team = 👥 Team
button-team-open = 👥 Their card
button-team-add = ➕ Add somebody
button-team-member = { $name }: { $role }{ $ends ->
        [yes] { " " }→ { $until }
       *[no] {""}
    }
button-role = { $role }
button-role-give = ✅ Give the role
button-role-take = 🚫 Take the role away
button-role-take-yes = Yes, take it away
button-end-days = { $days ->
        [1] 1 day
        [7] 1 week
       *[other] { $days } days
    }
button-end-none = No end
button-end-type = ✏️ Another date
role-owner = Owner
role-manager = Manager
role-stock = Stock
role-support = Support
role-viewer = Viewer
right-see = look at orders with their names and addresses
right-orders = ship, cancel and check orders
right-money = decide about refunds and credit
right-people = look after customers: groups, notes, tags, timeouts, bans
right-talk = answer customers
right-shelves = look at the stock
right-goods = change goods and stock
right-settings = change how the shop runs and hear its alarms
right-numbers = see what the shop takes and what is left of it
right-books = have the books of a year and read who bought most
right-trust = take an order for paid by their word
right-keys = read private keys
right-funds = move the shop's coins
right-roles = give roles
right-backups = make backups
role-rights = May:
role-right = • { $right }
team = 👥 <b>Who works for this shop</b>
team-owner = 👑 { $name }: owner by the shop's settings
team-alone = Nobody else has a role yet.
team-more = { $count ->
        [one] One more has a role; find them with ➕ by their number or <code>@name</code>.
       *[other] { $count } more have a role; find them with ➕ by their number or <code>@name</code>.
    }
team-ask = <b>Who?</b>
    Forward a message of theirs, share their contact, or send their <code>@name</code>, their number, or the code of one of their orders. They must have started this bot once.
team-person = 👤 <a href="tg://user?id={ $id }">{ $name }</a> (<code>{ $id }</code>)
team-own = This is you: only another owner can change your role.
team-rests = ⏸ The shop is not sure what time it is: until it is, this role does not count.
team-banned = 🚫 Banned from this shop: while that is so, this role does not count.
team-no-role = Has no role here.
team-by-settings = An owner by the shop's settings (<code>ADMIN_IDS</code>): that is changed there, and not in the chat.
team-since = <b>{ $role }</b> since { $at }, given by { $by }
team-until = Until { $at }
team-ended = Ended { $at }
team-no-end = Without an end
team-choose = Choose a role to give, also the same one with another end.
team-ask-end = <b>{ $name }: { $role }. Until when?</b>
team-owner-warning = ⚠️ An owner may do everything: read private keys, move coins, and take roles away from you as well.
team-type-end = Until when? A date such as <code>2027-01-31</code> or <code>31.01.2027 18:00</code> (UTC), or a number of days such as <code>10</code>. A date without a time counts to the end of that day.
team-check-end = <b>{ $name }: { $role }</b>
    Until { $at }
team-ask-take = <b>Take the role { $role } away from { $name }?</b>
    It ends at once, also on buttons that they still see. They will be told.
role-given-toast = { $name } has the role now and will be told.
role-taken-toast = { $name } has no role here any more and will be told.
role-given = 👥 You have a role in this shop now: <b>{ $role }</b>
role-lost = { $how ->
        [ended] 👥 Your role in this shop, { $role }, has ended as planned.
       *[taken] 👥 Your role in this shop, { $role }, was taken away.
    }
admin-role = { $what ->
        [given] 👥 { $by } gave { $name } the role { $role }.
        [ended] 👥 The role of { $name }, { $role }, has ended as planned.
       *[taken] 👥 { $by } took the role { $role } away from { $name }.
    }
error-no-right = { $why ->
        [role] 🚫 Your role in this shop, { $role }, does not include that.
        [ended] 🚫 Your role in this shop, { $role }, has ended.
        [rests] 🚫 Your role in this shop has an end, and the shop is not sure what time it is. Please try again in a few minutes.
       *[customer] 🚫 That is for people who work for this shop, and you have no role here.
    }
error-person-not-found = I know nobody like that: they must have started this bot once.
error-person-hidden = Telegram does not say who wrote that. Send their number or <code>@name</code> instead.
error-lacks-right = Nobody can give or take a role with more rights than their own, and only owners give roles.
error-outlasts = Your own role has an end: nobody gives a role that lasts longer than their own.
error-time-in-doubt = The shop is not sure what time it is, and cannot say when that would be over. Give it without an end, or try again in a few minutes.
error-own-role = Nobody changes their own role. Ask another owner.
error-owner-by-settings = They are an owner by the shop's settings (ADMIN_IDS): that is changed there, and not in the chat.
error-last-owner = They are the last owner without an end: somebody else must be one first.
error-role-changed = Their role has changed since you saw it. Here is how it is now.
error-bad-end = That is no date in the future within five years. Write it as 2027-01-31, 31.01.2027 18:00 (UTC), or as a number of days.
error-team-full = There are { $most } people with a role already: take one away first.
error-person-banned = They are banned from this shop and cannot work for it.
usage-addadmin = <code>/addadmin @bob</code> · <code>/addadmin @bob stock</code> · <code>/addadmin 7001 stock 30</code>
    Somebody by <code>@name</code>, number or an order's code; then a role (owner, manager, stock, support, viewer), and for how many days or until which date. Nothing is given before you confirm it.
usage-rmadmin = <code>/rmadmin @bob</code> · <code>/rmadmin 7001</code>
    Somebody by <code>@name</code>, number or an order's code. You are asked before their role is taken away.

# Reviews

button-rate = ⭐ Rate
button-reviews = { $count ->
        [one] ⭐ 1 review
       *[other] ⭐ { $count } reviews
    }
button-review-words = ✏️ Say it in words
button-review-sign = { $named ->
        [yes] 🙈 Do not show my name
       *[no] 👤 Show my name
    }
button-review-take = 🗑 Take it back
button-older = Older ▶
button-review-show = ✅ Show it
button-review-hide = 🙈 Take it off the card
button-review-keep = 🙈 Do not show it
button-review-reply = 💬 Answer it
button-reviews-waiting = ⭐ Reviews that wait
button-review-open = ⭐ Read it
command-reviews = Reviews that wait to be read
rating = ★ { $average }.{ $tenth } · { $count ->
        [one] 1 review
       *[other] { $count } reviews
    }
review-choose = ⭐ What do you want to rate?
review-ask = ⭐ How is <b>{ $name }</b>? One star is bad, five are great.
review-asked = ⭐ Some days ago, order <b>{ $code }</b> was complete. How is <b>{ $name }</b>? One star is bad, five are great.
review-own = ⭐ Your review of <b>{ $name }</b>: { $stars }
review-is-waiting = Somebody of the shop reads it first, and decides whether it is shown.
review-is-shown = It is on the product's card.
review-is-hidden = The shop has taken it off the product's card.
review-thanks = Thank you!
review-taken = It is taken back.
review-type = What do you want to say about <b>{ $name }</b>? Send it in up to 500 characters, without links and <code>@names</code>.
review-customer = a customer
review-line = { $stars } <b>{ $name }</b>
review-reply = 💬 The shop: { $text }
review-answered = 💬 The shop has answered your review of <b>{ $product }</b>.
review-ask-reply = What does the shop say to it? It stands below the review, and its writer hears of it if the review is shown. A dash takes the answer away.
review-button = { $stars }★ { $product }
review-judged = Done.
review-state-waiting = It waits to be read, and is on no card yet.
review-state-shown = It is on the product's card.
review-state-hidden = It is on no card.
reviews-none = Nobody has said anything.
reviews-waiting = ⭐ <b>Reviews that wait</b>, the oldest first:
reviews-waiting-none = ⭐ No review waits.
admin-rated = ⭐ A review of <b>{ $product }</b> with { $stars ->
        [1] 1 star
       *[other] { $stars } stars
    } waits to be read.
error-not-bought = This cannot be reviewed: it was not bought with this order, has not come yet, or its money was given back.
error-bad-words = { $why ->
        [empty] There is nothing to read in it.
        [link] Links, <code>@names</code> and addresses are not shown in a review. Send it without.
       *[long] That is too long: up to { $maximum } characters.
    }
error-review-changed = ✋ Nothing was changed: the review has become another since you saw it. Look at it again.
error-review-stands = You reviewed this after an order that was refunded since. Take that review back first; then you can write another one.
# Credit that is passed on, and what takes two

button-gifts = 🎁 Pass credit on
button-gift-new = 🎁 Make a link
gifts = 🎁 <b>Pass store credit on</b>

    You make a link and send it to somebody. Whoever opens it first and says yes has the credit. As long as nobody has, you can take it back.
gifts-credit = 💰 Your store credit: <b>{ $credit }</b>
gifts-fresh = Of what you paid with coins in the last { $days } days, { $fresh } cannot be passed on yet.
gifts-most = You can pass on up to <b>{ $most }</b> now ({ $left } is left of what may be passed on within 24 hours).
gifts-waiting = { $count ->
        [one] Nobody has taken what is behind this link yet:
       *[other] Nobody has taken what is behind these { $count } links yet:
    }
gift-button = { $amount } · link { $number }
ask-gift = How much would you like to pass on? Send me the amount, such as 5.00.
confirm-gift = Pass on <b>{ $amount }</b>?

    It leaves your store credit now, { $rest } remains. Whoever opens the link first and says yes has it. If nobody does within { $days } days, it comes back to you by itself; until then you can take it back.
button-gift-make = ✅ Make a link for { $amount }
gift-made = 🎁 Your link for <b>{ $amount }</b>:

    { $link }

    It is shown only here: send it to one person. It works until { $until }; then the credit comes back to you.
button-gift-copy = 📋 Copy the link
button-gift-back = ↩️ Take { $amount } back
gift-card = 🎁 <b>{ $amount }</b> · link { $number }
gift-open = Nobody has taken it. It comes back to you by itself at { $until }.
gift-claimed = { $name } has taken it.
gift-returned = { $why ->
        [time] Nobody took it in time: it is your store credit again.
        [owed] It could not be taken, because coins that you had paid with left the chain: it went back into your store credit.
       *[giver] You took it back: it is your store credit again.
    }
gift-question = 🎁 { $name } passes <b>{ $amount }</b> of store credit on to whoever opens this link first.

    Do you want it? { $name } is told that you took it. The link works until { $until }.
button-gift-take = ✅ Take { $amount } from { $name }
button-gift-leave = No, thanks
gift-taken = 🎁 You took { $amount }: it is part of your store credit.
gift-told = { $what ->
        [claimed] 🎁 { $name } took the { $amount } that you passed on.
        [owed] ↩️ The { $amount } that you wanted to pass on went back into your store credit: coins that you had paid with left the chain.
       *[time] ↩️ Nobody took the { $amount } that you wanted to pass on: it is your store credit again.
    }
error-gifts-off = Store credit cannot be passed on in this shop at the moment. A link that was made before still works.
error-gift-too-large = That is more than you can pass on now.
error-gift-over-cap = That is more than is left of what may be passed on within 24 hours.
error-too-many-gifts = You have { $most } links that nobody has opened. Take one back first.
error-gift-made = This link was made already; it was shown then. If you have lost it, take it back and make another one.
error-gift-not-found = This link does not work. Was all of it copied?
error-own-gift = This is your own link: it is for somebody else. You can take it back.
error-gift-gone = This credit has been taken, or it went back to who passed it on.
error-gift-rests = This credit cannot be taken at the moment. Please ask the shop.
error-gift-in-doubt = The shop is not sure what time it is, and passes on no credit until it is. Your credit stays yours; try again in a few minutes.
error-gift-other-money = The shop sells in another currency since you saw this, and nothing was passed on. Type the sum again.
button-pay-rest = Pay { $rest }: { $sign } { $asset } { $amount }
choose-coin-short = Your store credit does not cover everything: <b>{ $rest }</b> is missing, and one tap pays { $fee ->
        [yes] that with its fee
       *[no] exactly that
    }. Your cart stays as it is until the order is paid.
four-eyes-waits = Nothing is done yet: it is worth more than one person may decide on. The other owners were asked; one of them has to agree within three days.
error-no-second-owner = Nothing was done: it is worth more than one owner may decide on (FOUR_EYES_ABOVE), and there is no other owner. Name a second one with /addadmin.
error-too-many-asked = { $most } acts wait for a second owner already. Decide on some of them first: /approvals
error-approval-not-found = There is nothing like that to decide on.
error-approval-over = This was decided already, or its time was up.
error-own-approval = You asked for this yourself: another owner has to agree.
error-not-an-owner = Only an owner can decide on this.
error-asker-lacks-right = Who asked for it may not do it any more.
error-asked-changed = Something about it is different by now: look at the order, and ask again.
error-asked-anew = It was asked for anew, as things stand now.
approvals = 🔐 <b>Waits for a second owner</b>
approvals-none = 🔐 Nothing waits for a second owner.
approval-button = { $amount } · { $act }
approvals-more = And { $count } more, which end later.
approval-act = { $act ->
        [refund-credit] Refund of order { $code } as store credit
        [refund-send] Refund of order { $code } in coins
        [refund-late] Surplus or late money of order { $code } sent back
        [honour] Order { $code } delivered for late money
        [by-hand] Order { $code } taken for paid
        [key] Private key of order { $code }
        [voucher] Codes that give store credit are switched on
       *[balance] Store credit changed by hand
    }
approval-card = 🔐 <b>{ $act }</b>
    It is worth <b>{ $amount }</b>.
approval-where = To: <code>{ $address }</code>
approval-pieces = { $back ->
        [1] What was shipped is for sale again.
       *[0] What was shipped is not for sale again.
    }
approval-balance = { $how ->
        [take] { $amount } is taken from { $name } (<code>{ $id }</code>).
       *[give] { $amount } for { $name } (<code>{ $id }</code>); what they were given by hand within a day counts with it.
    }
approval-reason = Reason: { $reason }
approval-honour = Received: { $received }; what its goods cost now: { $price }.
approval-key = Who asked may then read the key for { $minutes } minutes.
approval-asked = Asked by { $name }, { $at }.
approval-open = { $mine ->
        [yes] ⏳ Another owner has to agree, until { $until }.
       *[no] ⏳ Nothing is done before you agree. It ends by itself at { $until }.
    }
approval-waits = ⏳ <b>{ $act }</b>: asked for, and not done. A second owner has to agree until { $until }.
button-approvals = 🔐 Waits for a second owner
approval-over = { $state ->
        [approved] ✅ { $name } agreed: it was done.
        [refused] ❌ { $name } refused: nothing was done.
        [expired] ⌛ Nobody decided in time: nothing was done.
       *[overtaken] 🔄 Nothing was done: it is not as it was when this was asked for.
    }
approval-told = 🔐 You asked for: { $act }, worth { $amount }.
button-approve = ✅ Agree
button-refuse = ❌ Refuse
approved-toast = Done.
refused-toast = Refused.
# The customer's account
command-stock-staff = What runs low, or one version: /stock v12
command-order = My orders, or one: /order K7Q2M
command-account = My account
command-refund = How money comes back
command-stop = Stop news about products
command-transfer = Pass store credit on
command-approvals = What waits for a second owner
command-terms = The shop's terms
button-account = 👤 My account
account = 👤 <b>My account</b>

    Your public id: <code>{ $id }</code>
    The shop finds you by it; it is not your Telegram number.
account-name = Name, as in Telegram: <b>{ $name }</b>
account-detail = { $detail ->
        [name] Name, as you told it
        [contact] Contact
       *[email] E-mail
    }: <b>{ $text }</b>
account-detail-damaged = { $detail ->
        [name] Name
        [contact] Contact
       *[email] E-mail
    }: damaged, and cannot be read. Please tell it again.
account-group = Group, whose prices you pay: <b>{ $name }</b>
account-credit = Store credit: <b>{ $credit }</b>
button-detail = { $detail ->
        [name] ✏️ Name
        [contact] ✏️ Contact
       *[email] ✏️ E-mail
    }
button-credit-history = 💰 Credit history
button-stored = 🗄 What is stored
credit-history = 💰 <b>Store credit: { $credit }</b>
credit-history-none = Nothing has come or gone yet.
account-credit-entry = { $date } · <b>{ $sign }{ $amount }</b> · { $reason }{ $code ->
        [none] {""}
       *[other] { " " }{ $code }
    }
credit-reason-overpaid = paid too much
credit-reason-late = paid too late
credit-reason-returned = back from an order
credit-reason-gifted = left for somebody by a link
credit-reason-gift_claimed = came through a link
credit-reason-gift_back = back from a link
credit-reason-granted = given by the shop
credit-reason-deducted = taken off by the shop
credit-reason-spent = paid for an order
credit-reason-honoured = late money, taken for its order
credit-reason-reversed = order refunded
credit-reason-unhonoured = late money, back from its order
credit-reason-refunded = set aside to be sent back in coins
credit-reason-withdrawn = was not sent back in coins
credit-reason-exchanged_from = changed into another currency
credit-reason-exchanged_into = changed from another currency
credit-reason-suspended = its coins have left the chain
credit-reason-restored = its coins are there after all
stored = 🗄 <b>What this shop stores about you</b>

    Telegram number <code>{ $id }</code>, name <b>{ $name }</b>, language, and your public id.
stored-username = Telegram name: @{ $username }
stored-rest = • Orders: { $orders }, with what was bought, paid and when, the coins' transactions and, where there was one, the address of a refund. { $told ->
        [0] None of them says where a parcel went, what you answered, or why it was cancelled.
        [one] One of them says where a parcel went, what you answered, or why it was cancelled (encrypted).
       *[other] { $told } of them say where a parcel went, what you answered, or why it was cancelled (encrypted).
    }
    • Store credit, with every movement.
    • Your cart, and { $wishes ->
        [0] no product that you wait for.
        [one] one product that you wait for.
       *[other] { $wishes } products that you wait for.
    }
    • Which of your messages the shop's people were shown, without their words.
    • What was done with your account and your orders, and when.
stored-more = • Your reviews, the links through which you passed credit on, the vouchers that you used and how many codes did not work, and what the shop's people noted about you (encrypted), tagged or decided, such as a ban.
stored-until = Addresses, answers and reasons in orders that have ended are erased after { $date }.
button-detail-drop = { $detail ->
        [name] ✖️ Remove the name
        [contact] ✖️ Remove the contact
       *[email] ✖️ Remove the e-mail
    }
detail-dropped-toast = Removed.
button-erase = 🧹 Erase my data
button-erase-now = 🧹 Yes, erase it
erase = 🧹 <b>Erase what may be erased?</b> It cannot be undone.

    <b>At once:</b> your name and <code>@name</code> here, what you told (name, contact, e-mail), your cart, what you have typed and not confirmed{ $wishes ->
        [0] .
       *[other] , and what you wait for: you hear no more when it is there again.
    }
erase-orders = <b>At once:</b> the address, your answers and the reason of a cancellation in { $count ->
        [one] one order that has ended.
       *[other] { $count } orders that have ended.
    }
erase-orders-later = <b>After { $date }:</b> the address, your answers and the reason of a cancellation in { $count ->
        [one] one order that has ended. Until then the shop keeps it
       *[other] { $count } orders that have ended. Until then the shop keeps them
    } for questions about parcels.
erase-stays = <b>This stays:</b> your Telegram number, your public id, your language and group, your reviews and the links through which you passed credit on, what the shop's people noted about you, and of your orders what was bought, paid and sent back: the shop's books must add up. Messages in Telegram chats stay there, also in those of the shop's people, and copies of the database that were made before keep what they have until the shop deletes them.

    You can go on buying. If you write /start again, the shop knows your Telegram name again.
erase-credit = Your store credit of <b>{ $credit }</b> stays yours: it belongs to your Telegram number.
erased = 🧹 <b>Erased.</b>
error-erase-staff = You work for this shop: what you do in it must be known to the others. Your data can be erased once you have no role here any more.
error-erase-changed = What would be erased has changed since you were asked. Nothing has been erased: read it again.
error-erase-open = Not now: something is under way in { $codes }. An address or money that is still needed cannot be erased. Once that has ended, try again.
onboarding = { $detail ->
        [name] How may <b>{ $shop }</b> call you? What you write next is kept as your name.
        [contact] Where else can <b>{ $shop }</b> reach you, by telephone or elsewhere? What you write next is kept as your contact.
       *[email] What is your e-mail address? What you write next is kept as your e-mail address.
    }

    You need not say it: skip it with the button or /skip. It is stored encrypted, and you can change and erase it in /account.
ask-detail = { $detail ->
        [name] What shall the shop call you?
        [contact] Where else can the shop reach you, by telephone or elsewhere?
       *[email] What is your e-mail address?
    } It is stored encrypted.
button-skip = ⏭ Skip
onboarded = Thank you, that was all. You can change it in /account.
skip-nothing = There is nothing to skip.
skip-question = That question could not be skipped. It has ended, and nothing was changed.
stop-question = The question that waited for your answer has ended.
stop-wishes = { $count ->
        [one] 🔕 You hear no more about { $names }.
       *[other] 🔕 You hear no more about { $names }{ $more ->
            [0] .
           *[other] { " " }and { $more } more.
        }
    } To start again, open the product and ask to be told.
stop-none = 🔕 You waited for no product.
stop-asking = 🔕 The shop asks you for no reviews any more. To be asked again, use the button in /account.
button-quiet = { $quiet ->
        [1] 🔔 Ask me for reviews again
       *[0] 🔕 Do not ask me for reviews
    }
quiet-toast = The shop asks you for no reviews.
asked-toast = The shop may ask you for a review again.
stop-goes-on = What goes on: news about your own orders, payments and refunds, and answers to your messages.
refunds = ↩️ <b>How money comes back</b>

    • What is paid too much or too late becomes store credit: /account shows it, and your next order can be paid with it.
    • When the shop refunds an order, the money becomes store credit, or is sent back in the coin that you paid with. In that case the shop asks you here where to: you type an address, see it once more, and confirm it.
    • To ask for a refund, write to the shop and name the order's code.
refunds-asked = { $count ->
        [one] One order waits for an address from you:
       *[other] { $count } orders wait for an address from you:
    }
button-refund-for = ↩️ Address for { $code }
button-terms = 📜 Terms
terms = 📜 <b>Terms</b>
terms-none = This shop has written down no terms.
checkout-terms = 📜 With your order you agree to the shop's terms.
button-receipt = 🧾 Receipt
receipt-sent = 🧾 The receipt of order { $code }
receipt-title = { $shop }
    Receipt of order { $code }
receipt-ordered = Ordered: { $date }
receipt-paid = Paid: { $date }
receipt-ended = { $status ->
        [shipped] Delivered
        [refunded] Refunded
       *[other] Ended
    }: { $date }
receipt-line = { $quantity } × { $name }, { $price } each: { $total }
receipt-shipping = Shipping ({ $name }): { $price }
receipt-total = Total: { $total }
receipt-credit = Paid with store credit: { $used }
receipt-by-hand = Taken for paid by the shop itself
receipt-coins = Paid in coins: { $amount } { $asset }
receipt-rate = Rate: { $rate } for one { $asset }, of { $date }
receipt-transfer = Payment of { $amount } { $asset }, first seen { $date }, { $txid ->
        [none] transaction not known
       *[other] transaction { $txid }
    }
receipt-refund = Sent back in coins: { $amount }, agreed { $date }
person-public-id = Public id: <code>{ $id }</code>
button-person-told = 🗄 What they told
person-told = 🗄 What <b>{ $name }</b> told the shop:
person-told-nothing = Nothing.
error-detail-name = That is no name: one line with letters, at most { $max } characters. Write it again, or leave it.
error-detail-contact = I cannot take that as a contact: one line of 3 to { $max } characters, such as a telephone number. Write it again, or leave it.
error-detail-email = That is no e-mail address: it looks like name@example.org, with at most { $max } characters. Write it again, or leave it.

# Texts of the shop's own
button-texts = 📜 Texts
texts = 📜 <b>Texts</b>

    Help and terms in your own words, in each language. Customers read the newest with their next press. Where there are no terms in a language, those in the shop's language are shown.
texts-row = { $words ->
        [help] ❓ Help
       *[terms] 📜 Terms
    } · { $language }{ $own ->
        [yes] { " " }✏️
       *[no] {""}
    }
text-own = { $words ->
        [help] ❓ <b>Help</b>
       *[terms] 📜 <b>Terms</b>
    }, your version { $version }:
text-built-in = { $words ->
        [help] ❓ <b>Help</b>, as the shop came with it:
       *[terms] 📜 <b>Terms</b>
    }
button-text-edit = ✏️ Write it
button-text-built-in = { $words ->
        [help] ↩️ Back to the built-in text
       *[terms] 🗑 Have no terms
    }
text-ask = Write the new { $words ->
        [help] help
       *[terms] terms
    } as one message of at most { $max } characters. It is read as you type it; links can be followed, and nothing counts before you have seen it and saved it.
text-preview = 👁 <b>{ $words ->
        [help] Help
       *[terms] Terms
    }</b> as customers will read it, not saved yet:
button-text-save = ✅ Save
button-text-again = ✏️ Write it again
text-ask-built-in = { $words ->
        [help] Shall customers read the built-in help again?
       *[terms] Shall the shop have no terms in this language any more?
    } Your version stays in the records.
button-text-built-in-yes = { $words ->
        [help] Yes, back to it
       *[terms] Yes, no terms
    }
text-saved-toast = Saved. Customers read it from now on.
text-dropped-toast = { $words ->
        [help] Customers read the built-in help from now on.
       *[terms] The shop has no terms in this language any more.
    }
error-words-long = That is too long: at most { $max } characters.
error-words-signs = There must be something to read in it, and no control characters; at most { $max } characters.
error-words-moved = The text, or what you have typed for it, has changed since that was shown. Nothing was saved: look at it and write it again.

# Numbers, the books of a year, and how the shop is doing
button-shop-numbers = 📊 Numbers
command-version = What exactly runs here
button-vitals = 💓 Health
button-period = { $period ->
        [today] Today
        [last] Yesterday
        [week] 7 days
        [month] 30 days
       *[year] 365 days
    }
button-picture = 🖼 Picture
button-picture-turn = { $dark ->
        [1] ☀️ In light colours
       *[0] 🌙 In dark colours
    }
button-numbers-table = 📄 Table (CSV)
button-books = 📚 Books of a year
button-year = { $year }
shop-numbers = 📊 <b>{ $period ->
        [today] Today, so far
        [last] Yesterday
        [week] 7 days, today among them
        [month] 30 days, today among them
        [year] 365 days, today among them
       *[day] The day before
    }</b>
    { $same ->
        [yes] { $first }
       *[no] { $first } to { $last }
    } ({ $zone })
numbers-orders = Paid: <b>{ $paid }</b> · expired: { $expired } · cancelled: { $cancelled }
numbers-turnover = Turnover: <b>{ $amount }</b>
numbers-refunds = Given back: { $amount } · orders refunded: { $count }
numbers-margin = Cost: { $cost } · left: <b>{ $margin }</b>{ $known ->
        [no] {" "}(for { $unknown } of the turnover nobody noted a cost)
       *[yes] {""}
    }
numbers-conversion = Cards looked at: { $cards } → into the cart: { $carts } → invoices: { $invoices } → paid: { $paid }
numbers-ways = <b>How it was paid</b>
numbers-way = { $way ->
        [credit] Store credit
        [hand] Confirmed by hand
        [voucher] Voucher alone
       *[other] { $way }
    }: { $count } · { $amount }
numbers-best = <b>What sold best</b>
numbers-buyers = <b>Who bought most</b>
numbers-row = { $place } { $name }{ $badges }: { $count } · { $amount }
numbers-owed = The shop owes { $amount } in store credit.
numbers-missing = { $count ->
        [one] ⏳ One day is still being counted, and is missing here.
       *[other] ⏳ { $count } days are still being counted, and are missing here.
    }
numbers-elsewhere = Sales and refunds in { $currencies } are not in these sums; the table has them.
numbers-table-caption = Each day and what it came to, in amounts of its currency. No person stands in it.
picture-caption = { $title }: { $total } sold
picture-sold = sold
picture-back = given back
books = 📚 <b>Books of a year</b>
    Every sale, refund and move of store credit, with value, rate, source and transaction, and sums that prove it. The file names orders, so keep it safe.
books-caption = Books of { $year }, up to { $until } ({ $zone }). { $right ->
        [yes] ✅ They add up.
       *[no] ❌ They do not add up: the last rows say where.
    }
digest = ☀️ <b>What the day before came to</b>
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
        [first] 🌱 first purchase
        [ten] 🔟 ten purchases
        [fifty] 🏅 fifty purchases
       *[month] 👑 nobody bought for more last month
    }
account-badges = Badges: { $badges }
command-leaderboard = Who buys most
button-leaderboard = 🏆 Leaderboard
button-hide-me = 🙈 Hide me from the leaderboard
leaderboard = 🏆 <b>Leaderboard</b>
    Who bought for the most in the last { $days } days that are over and counted, of those who want to be seen. Refunds are taken off, and sums are shown to nobody.
leaderboard-row = { $place } <b>{ $name }</b>{ $badges }{ $you ->
        [yes] { "" } · you
       *[no] {""}
    }
leaderboard-empty = Nobody is shown here yet.
leaderboard-none = This shop has no leaderboard.
manner-is = { $manner ->
        [named] You are shown by your name, as soon as you are among the best.
        [customer] You are shown as “a customer”, as soon as you are among the best.
       *[hidden] You are hidden: nobody sees you here.
    }
manner-staff = Who works for the shop is never shown here.
manner-toast = { $manner ->
        [named] You are shown by your name.
        [customer] You are shown as “a customer”.
       *[hidden] You are hidden from the leaderboard.
    }
button-manner = { $manner ->
        [named] 🏷 Show me by my name
        [customer] 👤 Show me as “a customer”
       *[hidden] 🙈 Hide me from the leaderboard
    }
leaderboard-switch = 🏆 <b>Leaderboard for customers</b>
    { $on ->
        [yes] ✅ It is on. Customers find it in their account and with /leaderboard.
       *[no] It is off: no customer sees it.
    }
    It shows the ten who bought for the most in the last 30 days, without any sum. Everybody is hidden until they choose to be shown, by name or as “a customer”. Who works for the shop, is banned or had themselves erased is not on it.
button-leaderboard-switch = { $on ->
        [yes] Switch it off
       *[no] Switch it on
    }
version = 🏷 <b>Holdfast { $version }</b>{ $commit ->
        [none] {""}
       *[other] { "" } · commit <code>{ $commit }</code>
    }
    Database: { $database }, schema <code>{ $schema }</code>
    Python { $python }
vitals = 💓 <b>How the shop is doing</b>
vitals-jobs = ✅ All { $count } recurring jobs get done.
vitals-silent = ❌ { $name } has not got done for { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }.
vitals-sources = Chains and prices: { $good } of { $count } providers are well.
vitals-queue = Messages to be sent now: { $count }{ $any ->
        [yes] {" "}· ⚠️ set aside: { $failed }
       *[no] {""}
    }
vitals-backup = { $old ->
        [yes] ⚠️ Last backup: { $at }. That is more than a week ago.
       *[no] Last backup: { $at }
    }
vitals-no-backup = ⚠️ There is no backup in the shop's own folder: <code>python bot.py backup</code> writes one.
vitals-disk = { $tight ->
        [yes] ⚠️ Disk: only { $free } GB free ({ $share } %)
       *[no] Disk: { $free } GB free ({ $share } %)
    }
vitals-no-disk = ⚠️ The disk does not say how full it is.
vitals-clock = { $doubted ->
        [yes] ⚠️ The shop is not sure what time it is.
       *[no] The shop trusts its clock.
    }
vitals-hints = Hints from outside in the last hour: { $heard } heard, { $refused } refused
vitals-stopped = 🛑 Nothing new is sold: the books contradict themselves. The log says where, and <code>python bot.py doctor</code>.
button-doctor = 🩺 Ask the doctor
button-doctor-again = 🔄 Ask again
doctor-toast = It takes a moment …
doctor = { $count ->
        [0] 🩺 <b>The doctor finds nothing wrong</b>
        [one] 🩺 <b>The doctor finds one thing wrong</b>
       *[other] 🩺 <b>The doctor finds { $count } things wrong</b>
    }
doctor-silent = 🩺 Not everybody answered in time, so nothing can be said. Try again later.
doctor-finding = { $ok ->
        [yes] ✅
       *[no] ❌
    } { $what }: { $word }
doctor-more = The whole database is looked at once a day, and by <code>python bot.py doctor</code>.
error-doctor-busy = Somebody asked the doctor a moment ago. Try again in a minute.
error-bad-year = There are books for the years { $first } to { $last }.
error-books-too-large = The file is larger than the { $maximum } MB that fit into a chat. <code>python bot.py books</code> writes it on the shop's machine.
subject-messages = Messages
subject-hints = Hints from outside
subject-admin = Admin { $number }
subject-channel = Channel { $number }
subject-group = Group { $name }
subject-order = Order { $code }
subject-price = Price of { $asset }
subject-chain = Chain of { $asset }
subject-keys = Keys of { $asset }
subject-source = Source for { $asset }, { $name }
subject-prices = Price source { $name }
finding-telegram-off = { $why }; check TELEGRAM_API_URL, TELEGRAM_PROXY and the network
finding-telegram-token = { $why }; check BOT_TOKEN, and TELEGRAM_API_URL if you have set it
finding-hints = heard at <code>{ $name }</code>; in the last hour { $heard } heard, { $refused } refused
finding-heard = nothing keeps them from this shop
finding-address = the address cannot be read: damaged, or sealed with another SECRET_KEY; ask the customer
finding-unknown = not known: Telegram does not answer
finding-unwritable = cannot be written to: open the bot, press Start
finding-writable = can be written to
finding-postable = can be posted to
finding-group-gone = I am not in it: add me again, or take it off with /whitelist; it hears no notices until then
finding-group-mute = I may not write there: let members write, or make me an administrator; it hears no notices until then
finding-group-moved = became a supergroup: the next notice follows it
finding-group-again = could not be written to: say /whitelist there once more, in an open topic
finding-unpriced = { $why }; check SHOP_CURRENCY and the settings RATE_URL_…
finding-priceless = { $why }; check its setting RATE_URL_…, or set it to off
finding-tip = block { $height } by { $name }
finding-tip-alone = block { $height } by { $name }; the only source, nobody can contradict it
finding-unread = { $why }; check { $settings }
finding-unwatched = orders wait for it and no source of it is set; set { $settings } until they have ended
finding-derives = <code>{ $path }</code> derives and verifies
finding-doubted = { $why }; do not sell until this is understood
finding-alone = there is one owner: nothing worth more is done until there is a second one
# Questions as threads

work-unanswered = 💬 Waiting for an answer: { $count }
threads-open = 💬 <b>Waiting for an answer: { $count }</b>
    The longest waiting first, { $shown } of them.
thread-row = 💬 { $name }
thread-row-taken = ✋ { $name } · { $taker }
thread-nothing = Nothing that was written is remembered: the shop forgets after a month where it stands.
thread-state = { $state ->
        [open] 💬 Waits for an answer since { $at }
        [aside] 🗂 Closed { $at }: needs no answer
       *[answered] ✅ Answered { $at }
    }
taken-by = ✋ Taken by <b>{ $name }</b>
thread-said = { $number }. { $at } · { $who ->
        [question] 👤 <b>{ $by }</b>
       *[answer] 🏪 { $by }
    }{ $edited ->
        [yes] { " " }(changed)
       *[no] { "" }
    }
button-thread-said = 👁 { $number }
button-take = ✋ I take it
button-take-over = ✋ Take it over
button-let-go = 👐 Let it go
button-thread-close = 🗂 Close
button-thread-reopen = 🔓 Open again
button-thread-history = 🧵 History
button-thread-waits = 👁 Show what waits
button-thread-taken = ✋ Taken by { $name }
button-thread-over = { $state ->
        [aside] 🗂 Closed
       *[answered] ✅ Answered
    }
taking-toast = It is yours: the others see that.
let-go-toast = Nobody sees to it now: the others see that.
thread-more-toast = Closed up to what you saw. They have written since, and that waits on.
thread-reopened-toast = It waits for an answer again.
error-nothing-waits = ✋ Somebody else was faster: nothing of theirs waits for an answer any more.
error-taken-meanwhile = { $had ->
        [no] ✋ Nobody has it any more: look at it again.
       *[other] ✋ { $name } has it by now.
    }
error-start-first = ✋ That is shown in your own chat with me: open it, press Start, and press here again.

# Goods that do not work

button-complain = 🔁 Does not work
complain-choose = 🔁 Which good of order <b>{ $code }</b> does not work?
complain-none = 🔁 You asked for another one of everything in order <b>{ $code }</b> already, which is possible once. If something is still wrong, talk to us.
complain-row = { $number }. { $title }
complain-ask = 🔁 <b>{ $number }. { $title }</b>
    What is wrong with it? Send it now, as text or as one photo. The shop reads it and gives you another one, or says why not. You can ask once for each good, and for one at a time.
complain-asked = 🔁 Sent to the shop, for order <b>{ $code }</b>. Another good or an answer comes here.
complaint = 🔁 { $state ->
        [granted] <b>Replaced</b> by { $by }
        [refused] <b>Refused</b> by { $by }
        [ended] <b>Over: the order was refunded</b>
       *[asked] <b>Asks for another one</b>
    }
    <a href="tg://user?id={ $id }">{ $name }</a>: <b>{ $title }</b>, order <b>{ $code }</b>, { $at }
complaint-on-card = 🔁 <b>Asks for another one</b> of <b>{ $title }</b>, { $at }
button-complaint-look = 👁 What is wrong with it
button-complaint-replace = 🔁 Replace it
button-complaint-refuse = ✖️ Refuse
button-complaints = 🔁 Asked for another good
work-complaints = 🔁 Asked for another good: { $count }
complaints = 🔁 <b>Asked for another good: { $count }</b>
    The oldest orders first.
complaints-none = 🔁 Nobody waits for another good.
complaint-row = { $name }: { $title }
complaint-why = ✖️ Why does <b>{ $name }</b> get no other <b>{ $title }</b>? Send it now: they get it as it is.
complaint-refused = ✖️ The shop does not replace <b>{ $title }</b> of order <b>{ $code }</b>. It says:
error-complaint-decided = ✋ { $how ->
        [granted] Somebody else was faster: it was replaced.
        [refused] Somebody else was faster: it was refused.
        [ended] It is over: the order was refunded.
       *[other] It is decided.
    }
error-cannot-complain = ✋ { $why ->
        [off] Goods are not replaced on request here: talk to us.
        [late] You could ask for another good within { $days ->
            [one] one day
           *[other] { $days } days
        } after delivery. Talk to us.
        [again] You asked for another one of this already, which is possible once.
        [open] You asked for another good of this order already: the answer comes here. After that you can ask for the next one.
        [state] You can ask for another good once the order was delivered, and not after it was refunded.
       *[unit] This good is not yours any more: look at your goods again.
    }

# The admins' group

group-connected = ✅ <b>This is the group of the shop now.</b>
    Whoever writes to the shop gets a topic here. What somebody with the right to answer customers writes into that topic goes to the customer. What begins with { $mark } is a note for you and goes to nobody. Everybody in this group can read what customers write. /disconnect ends it.
group-disconnected = This is not the group of the shop any more. Questions go to the own chat of everybody who answers customers. The topics stay as they are; nothing that is written into them goes anywhere.
group-none = This was not the group of the shop.
group-over = ✋ This is not the group of the shop any more: nothing happens here.
group-missing = ✋ Not connected. What is missing, to be done by an administrator of this group:
group-missing-gone = • I am not in this group, or cannot look at it.
group-missing-small = • It is no supergroup: turn on <b>Topics</b> in its settings.
group-missing-forum = • It has no topics: turn on <b>Topics</b> in its settings.
group-missing-admin = • I am no administrator here: make me one, with the right <b>Manage topics</b>.
group-missing-topics = • I may not manage topics: give me the right <b>Manage topics</b>.
group-lost = ⚠️ <b>The admins' group cannot be written to.</b> { $why ->
        [forum] It has no topics any more.
        [rights] I have not the rights that I need there: administrator, with <b>Manage topics</b>.
       *[gone] I am not in it any more, or it is gone.
    }
    What customers write goes to the own chat of everybody who answers them. When that is mended, say /connect in the group.
group-found = ✅ The admins' group can be written to again: what customers write goes there.
group-unnamed = ✋ I cannot tell who writes as the group or as a channel, so I send nothing of that to customers, and obey none of it. Please write under your own name (group settings, administrators, <b>Remain anonymous</b> off).
group-command = ✋ A command goes to no customer. This was not sent.
group-not-sent = ✋ This goes to nobody: only who may answer customers of the shop writes to them here.
group-own-topic = ✋ This is your own topic: what you write as a customer belongs into your own chat with me. This was not sent.
group-edit-not-sent = ✋ That change goes to nobody: what was a note, or is too old, is not sent by being changed. Write it anew.
panel-orders = 🧾 Newest orders: <b>{ $codes }</b>
panel-no-orders = 🧾 No order yet.
panel-how = What you write here goes to the customer, with pictures, files and voice, and changes of it follow. What begins with <code>//</code> is a note among you and is never sent.
button-topic-edited = ✏️ Changed message
button-topic-answered = { $edited ->
        [yes] ✏️ { $name } changed it
       *[no] ↩️ { $name } answered
    }

# Ways to pay: what customers read of their fees and limits, and how an owner sets them

choose-coin-unfit = None of the coins can be chosen for this sum. Your cart stays as it is.
choose-coin-off = The shop takes no coins at the moment. Your cart stays as it is.
choose-coin-fees = The amounts contain what these ways to pay cost:
fee-line = ➕ Fee for { $coin }: { $price }
confirm-with-fee = To pay with the fee: <b>{ $rest }</b>
receipt-fee = Fee of the way to pay: { $price }
coin-barred = { $why ->
        [error-method-least] from { $limit }
        [error-method-most] up to { $limit }
       *[other] not for this sum
    }
button-coin-barred = { $sign } { $asset } · { $why }
error-method-off = { $method } is not taken at the moment. Please choose another way to pay.
error-method-least = This sum is less than what can be paid with { $method }. Please choose another way to pay.
error-method-most = This sum is more than what can be paid with { $method }. Please choose another way to pay.
error-method-fee = This sum cannot be paid with { $method }: its fee for it cannot be worked out. Please choose another way to pay.
error-method-dear = This sum cannot be paid with { $method }: its fee would be more than the sum. Please choose another way to pay.
error-formula = This is no fee: { $why ->
        [long] it may have { $maximum } characters at most.
        [signs] it may contain numbers, x for the sum, + - * / %, brackets, min and max, and nothing else.
        [percent] a percentage is of the sum already and is not multiplied; write 2% or x * 0.02.
        [numbers] it cannot be worked out, as a division by nothing.
        [much] it is never less than the sum itself. Write what comes on top, not the total.
       *[grammar] it cannot be read.
    } For example: <code>1.5% + 0.30</code>
error-limits-crossed = The least that can be paid would be more than the most.
button-methods = 💳 Ways to pay
methods = 💳 <b>Ways to pay</b>
    Customers see them in this order. What is switched off is not offered for new orders; orders that wait for a payment are not touched.
methods-closed = ⚠️ All of them are off: nothing can be bought now but with store credit.
button-method = { $sign } { $name } · { $state ->
        [off] off
       *[on] { $priced ->
            [yes] { $fee }
           *[no] no fee
        }
    }
method-card = 💳 <b>{ $name }</b> · { $state ->
        [off] off
       *[on] on
    }
method-free = It costs customers nothing on top.
method-fee = It costs customers on top: <code>{ $formula }</code>
method-example = • { $amount }: { $fee }
method-example-none = • { $amount }: cannot be paid so
method-least = From { $amount }
method-most = Up to { $amount }
button-method-part = { $part ->
        [fee] ➕ Fee
        [least] ⬇️ Least sum
       *[most] ⬆️ Greatest sum
    }
button-method-up = 🔼 One place up
button-method-on = 🟢 Switch on
button-method-off = ⚪ Switch off
method-on-toast = It is offered from now on.
method-off-toast = It is not offered any more.
ask-method = { $part ->
        [fee] ➕ What does paying with <b>{ $name }</b> cost on top? Send a formula, or - for nothing. x is the sum that is paid, 2% is of that sum.
            <code>1.5%</code> · <code>0.30</code> · <code>1.5% + 0.30</code> · <code>max(1%; 0.50)</code>
        [least] ⬇️ From which sum on can be paid with <b>{ $name }</b>? Send a price, or - for any.
       *[most] ⬆️ Up to which sum can be paid with <b>{ $name }</b>? Send a price, or - for any.
    }
usage-setformula = <code>/setformula BTC 1.5% + 0.30</code> · <code>/setformula BTC -</code>
    What paying with a coin costs on top: x is the sum that is paid, 2% is of that sum; - for nothing.
right-methods = choose the ways to pay and what they cost, and make vouchers

# Refills: orders without goods, whose sum becomes store credit
command-refill = Buy store credit
button-refill = ➕ Buy store credit
button-refill-other = ‹ Another sum
refill = ➕ <b>Buy store credit</b>

    How much? Choose a sum, or send me one from { $least } to { $most }. It is paid in coins like an order, and pays for orders later.
refill-how = ➕ <b>Buy store credit</b>
refill-line = ➕ Store credit: <b>{ $amount }</b>
refill-changed = ⚠️ What a way to pay costs is not what it was when you saw this. Nothing was ordered; this is how it is now.
refill-none = No coin can be priced safely right now. Please try again in a few minutes.
refill-coins-off = The shop takes no coins at the moment.
refill-unfit = None of the coins can be chosen for this sum.
refill-placed = ✅ Refill <b>{ $code }</b> was placed. How it stands is in its invoice.
refill-invoice-head = ➕ <b>Refill { $code }</b> · <b>{ $total }</b>
refill-invoice-deadline = ⏳ To be paid by { $absolute }; the time is up { $relative }.
refill-reminder = ⏰ Refill <b>{ $code }</b> can be paid until { $absolute }; the time is up { $relative }.
refill-extended = ⏳ Refill <b>{ $code }</b> has more time: it can be paid until { $until }. Its price in coins was fixed until { $fixed }; what is seen after that counts at the price of then, if that is lower, and more may be asked for.
refill-ask-cancel-order = ✖️ Cancel refill <b>{ $code }</b>? Nothing else changes.
refill-button-order-again = ➕ The same sum again
refill-other-coin-how = The sum stays, and there is no more time than before: until { $absolute }; the time is up { $relative }. The amount is fixed when you choose a coin; then do not pay in { $coin } any more. You can change the coin { $left ->
        [one] once
        [2] twice
       *[other] { $left } times
    }.
refill-standing-unconfirmed = 🔎 Payment seen: <b>{ $seen } { $asset }</b>, in no block yet. It is waited for until { $held } at least; after that it may count as late.
refill-standing-confirming = 🔎 Payment seen: <b>{ $seen } { $asset }</b>. The clock has stopped.
    { $bar } { $depth } of { $required } · { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }
refill-standing-finalising = 🔎 Payment seen: <b>{ $seen } { $asset }</b>. The clock has stopped.
    Waiting until the network calls it final: { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }
refill-standing-expired = ⌛ <b>Expired.</b>
refill-standing-ended-early = ⌛ <b>Ended by the shop</b> before its time was up.
refill-standing-cancelled = ✖️ <b>Cancelled.</b>
refill-standing-delivered = ✅ <b>Paid.</b> It brought you <b>{ $amount }</b> of store credit.
refill-standing-doubted = ✅ <b>Paid.</b> 🔎 But coins of its payment have disappeared from the network since: store credit that came of them is taken off until they are back.
refill-label-delivered = refilled
refill-label-doubted = coins are missing
refill-receipt-ended = Became store credit: { $date }
receipt-refill = Store credit: { $amount }
paid-refill = ✅ Refill <b>{ $code }</b> is paid: it brought you <b>{ $amount }</b> of store credit. The next checkout offers it to you.
refill-admin-placed = 🆕 Refill <b>{ $code }</b> for { $total } ({ $asset }) by { $name }
refill-admin-paid = 💵 Refill <b>{ $code }</b> is paid: { $total } ({ $asset }) by { $name }. It is store credit now; there is nothing to do.
refill-ask-end = ⌛ End refill <b>{ $code }</b> now? It has until { $at }. It counts against nobody. I ask the chain once more first: if a payment is seen, it stays.
refill-review-payment-vanished = its payment disappeared from the chain after it became store credit. That is taken off until the coins are back; what was spent of it is missing.
credit-reason-refilled = bought
error-refills-off = Store credit cannot be bought here.
error-refill-range = Store credit is bought from { $least } to { $most } at once. Send another sum.
error-refill-not-theirs = This link was made for somebody else, or is not whole. Choose a sum yourself: /refill
error-refill-already-open = You already have an open refill, { $code }: { $state ->
        [confirming] its payment has been seen. You can buy more once it is done.
        [checking] its time is up and it is being closed. Try again in a few minutes.
        [partial] pay the rest of it first.
       *[waiting] pay or cancel it first.
    }

# Vouchers
button-voucher = 🎟 Voucher
button-voucher-off = ✖️ Take the voucher off
ask-voucher = 🎟 Which code do you have? Send it to me here.
voucher-noted = 🎟 Your voucher goes with this cart until you order. Nothing is reserved before.
voucher-line = 🎟 Voucher: −{ $off }
voucher-lack = 🎟 Your voucher takes nothing off { $why ->
        [least] yet: goods for { $missing } more are missing.
        [outside] this cart: it is for other goods.
        [product] this cart: what would be free is not in it, or not to be had now.
        [little] this cart: its part of it is less than the smallest sum.
       *[gone] now: it cannot be used.
    }
voucher-off-toast = The voucher is off your cart. Its code still works as before.
voucher-credited = { $again ->
        [yes] 🎟 You have had this voucher before: { $amount } became your store credit then.
       *[no] 🎟 <b>{ $amount }</b> became your store credit; the next checkout offers it to you.
    }
choose-voucher-only = Your voucher covers everything: nothing is left to pay.
button-order-free = ✅ Order
placed-free = ✅ Order <b>{ $code }</b> was placed. Your voucher covers all of it: there is nothing to pay.
by-voucher = voucher
error-voucher-unknown = This code does not work. Nobody but the shop can say why: it may be mistyped, used up, over, not valid yet or not for you.
error-voucher-rests = Too many codes in a row did not work. No code is looked up for you for { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }, not even a right one; then try again.
error-voucher-gone = The voucher of this order was used otherwise meanwhile. It cannot be delivered for the agreed price any more.
error-own-voucher = You made this code: somebody else can use it.
credit-reason-voucher = came by a voucher
button-vouchers = 🎟 Vouchers
vouchers = 🎟 <b>Vouchers</b>
vouchers-none = 🎟 <b>Vouchers</b>

    There are none yet.
button-voucher-new = ➕ New voucher
button-voucher-open = { $state ->
        [on] 🟢
       *[off] ⚪
    } { $name } · { $what }
voucher-what = { $kind ->
        [percent] −{ $amount }
        [fixed] −{ $amount }
        [product] one for nothing
       *[credit] { $amount } store credit
    }
ask-voucher-kind = 🎟 What shall the voucher give?
button-voucher-kind = { $kind ->
        [percent] ％ A per cent off
        [fixed] ➖ A sum off
        [product] 🎁 Something for nothing
       *[credit] 💰 Store credit (gift card)
    }
ask-voucher-amount = 🎟 { $kind ->
        [percent] How many per cent off? Send a whole number from 1 to 100.
        [fixed] Which sum off? Send a price.
        [product] What is free? Send its number, such as <code>v12</code>. One of it in an order costs nothing.
       *[credit] How much store credit does each code give? Send a price.
    }
voucher-card = 🎟 <b>{ $name }</b> · { $what } · { $state ->
        [on] on
       *[off] off
    }
voucher-product = • Free: { $name }
voucher-cap = • At most { $amount } off
voucher-least = • For goods of { $amount } and more
voucher-period = • From { $since }{ $until ->
        [none] , without an end
       *[other] { " " }until { $until }
    }
voucher-limits = • Each code: { $most ->
        [0] as often as anybody likes
        [one] once
       *[other] { $most } times
    }; each person: { $each ->
        [0] as often as they like
        [one] once
       *[other] { $each } times
    }
voucher-for = • Only { $kind ->
        [product] product { $name }
        [category] category { $name } and what is in it
       *[group] customers of the group { $name }
    }
voucher-for-more = • and { $count } more
voucher-used = Codes: { $codes }, used { $used }. Uses: { $uses }, together { $total }. Orders that wait for their payment are among them.
voucher-next = Set it as you like it, then make its codes: from then on it stays as it is. It works once you switch it on.
button-voucher-part = { $part ->
        [name] ✏️ Name
        [cap] ⬆️ At most
        [least] ⬇️ From goods of
        [period] 📅 From, until
        [most] 🔁 Uses of a code
        [each] 👤 Uses of a person
       *[scope] 🎯 Only for …
    }
button-voucher-all = 🎯 For all goods and everybody
ask-voucher-part = { $part ->
        [name] ✏️ What do you call it? Customers do not read it.
        [cap] ⬆️ At most how much does it take off? Send a price, or - for no limit.
        [least] ⬇️ Goods of which sum must an order have? Send a price, or - for any.
        [period] 📅 From when until when does it hold? Send two days, or - for from now on without an end:
            <code>2026-12-01 2026-12-24</code>
        [most] 🔁 How often may each code be used, by all people together? Send a number, or - for as often as anybody likes. A gift card has a number.
        [each] 👤 How often may one person use it? Send a number, or - for as often as they like.
       *[scope] 🎯 What is it for? Send the number of a product (<code>p12</code>) or of a category (<code>c3</code>), or the name of a group of customers. You can add more.
    }
button-voucher-one = 🎟 Make a code
button-voucher-many = 📄 Many codes
button-voucher-own = ✍️ My own code
ask-voucher-many = 📄 How many codes? Send a number up to { $most }. You get a file.
ask-voucher-own = ✍️ Which code? 4 to 32 letters, digits and hyphens, such as <code>SUMMER-10</code>. What is easy to remember is easy to guess.
voucher-code = 🎟 <code>{ $code }</code> · { $what }
    { $link }

    The code is shown only here: keep it. It works while its voucher is on.
button-voucher-copy = 📋 Copy the code
button-voucher-copy-link = 🔗 Copy the link
voucher-file = 🎟 { $count } codes. They are shown only here: keep the file.
voucher-on-toast = Its codes work from now on.
voucher-out-toast = Its codes do not work any more. Orders that use one keep it.
approval-voucher = { $codes ->
        [one] One code
       *[other] { $codes } codes
    }; each gives { $each } of store credit.
error-voucher-not-found = There is no such voucher.
error-voucher-kept = Its codes are made: it stays as it is. Switch it off and make another one.
error-voucher-needs-limits = A gift card says how often each code may be used. Send a number.
error-voucher-without-codes = It has no codes yet. Make one first.
error-too-many-codes = So many codes do not fit: { $most } more can be made of it.
error-too-many-vouchers = There are { $most } vouchers already. More do not fit.
error-bad-voucher = { $why ->
        [percent] Please send a whole number from 1 to { $most }.
        [count] Please send a whole number from 1 to { $most }.
        [name] Please send a name of at most { $most } letters.
        [period] It would end before it begins.
        [dates] Please send the first and the last day, not before today, like this: <code>2030-12-01 2030-12-24</code>. A dash leaves an end open. Days begin and end at midnight UTC.
        [scopes] It is limited to { $most } things already. More do not fit.
        [scope] That is neither the number of a product or a category nor the name of a group. Products look like <code>p12</code>, categories like <code>c3</code>.
       *[credit-on] Switch it off before you make more codes: they are worth money.
    }
error-code-taken = There is such a code already. Think of another one.
error-bad-code = { $why ->
        [credit] The codes of a gift card are drawn: what somebody thinks of is easy to guess.
       *[form] A code has 4 to 32 letters, digits and hyphens (A-Z, 0-9) and begins with no hyphen.
    }
