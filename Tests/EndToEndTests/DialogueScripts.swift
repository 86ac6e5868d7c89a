/// Conversations with the starter store, as shoppers have them.
///
///     # what it shows          > what the shopper says        @ flow and step it stops at, - for none
///     ~ the reply says         ! the reply does not say       = intent      * policy row     + action and its result
enum DialogueScripts {
  static let tracking = """
    # asked for one thing after the other
    > hi, where is my parcel?
    = track_order
    @ track_order order_number
    > #1042
    = track_order
    @ track_order email
    > anna@example.com
    ~ DHL
    * on-time
    @ track_order end

    # everything in one message
    > where is order 1042, my mail is anna@example.com
    ~ DHL
    @ track_order end

    # e-mail first, number later
    > Where's my order? I'm anna@example.com
    @ track_order order_number
    > it is 1042
    ~ DHL

    # a wrong number corrected while the e-mail is asked for
    > track my order
    > 1041
    @ track_order email
    > no, 1042
    @ track_order email
    > anna@example.com
    ~ 1042
    ~ DHL

    # a wrong e-mail corrected after the refusal
    > where is my order #1042
    > ana@example.com
    ~ could not find
    @ track_order order_number
    > sorry i meant anna@example.com
    ~ DHL

    # another order after the answer
    > where is my order 1042? anna@example.com
    ~ DHL
    > sorry, I meant 1987
    = track_order
    ~ 1987
    ! DHL

    # a question on the way is answered and leads back
    > where is my order
    > do you ship to switzerland?
    ~ Back to where we were
    @ track_order order_number
    > 1042
    @ track_order email
    > what payment methods do you accept?
    = check_payment_methods
    ~ Back to where we were
    > anna@example.com
    ~ DHL

    # a question and an answer in one message
    > where is my order?
    > 1042. By the way, what are your opening hours?
    ~ 10:00
    @ track_order email

    # nothing understood twice: a person is offered, no loop
    > where is my order
    > i dont know
    @ track_order order_number
    ~ I still need
    > no idea where to find that
    @ track_order order_number
    ~ person

    # a question about the question is no question for the FAQ
    > where is my order?
    > I don't have my order number
    @ track_order order_number
    > where do I find it?
    @ track_order order_number
    ~ person

    # somebody who is angry gets a person
    > where is my order
    > this is ridiculous, get me a manager
    = contact_human_agent
    @ -

    # never mind
    > where is my order
    > never mind
    @ -
    ~ stopped
    > what are your opening hours
    = opening_hours
    @ -

    # a person in the middle
    > where is my order
    > 1042
    > can I talk to a real person please
    = contact_human_agent
    @ -
    ! Back to where we were

    # an order that should have come
    > where is my order 1814? my e-mail is maud.dekker@example.com
    * overdue
    ~ inquiry

    # late delivery is tracked too
    > my delivery is late
    = late_delivery
    @ late_delivery order_number
    > 1814 maud.dekker@example.com
    * overdue
    """

  static let cancelling = """
    # cancelled after a yes
    > please cancel my order 2000
    @ cancel_order email
    > jonas.lorenz@example.com
    * before-dispatch
    @ cancel_order confirm-3
    > yes please
    + cancel_order noted
    ~ R-
    @ cancel_order end

    # a no that takes its time keeps it
    > cancel order #1999, koen.smit32@example.com
    > hmm wait, no, I'd rather keep it
    ~ stays as it is
    @ cancel_order kept

    # a no keeps it
    > I want to cancel order #1999, koen.smit32@example.com
    @ cancel_order confirm-3
    > no, leave it
    ~ stays as it is
    @ cancel_order kept

    # one that has left is refused
    > cancel order 1042 anna@example.com
    * dispatched
    ~ can no longer be cancelled
    @ cancel_order policy-2

    # one that is cancelled already
    > cancel my order
    > #1994
    > sem.smit26@example.org
    * already-cancelled

    # tracked first, then cancelled without being asked again
    > where is my order 1987 anna@example.com
    > ok then cancel it please
    = cancel_order
    @ cancel_order confirm-3
    ~ 1987
    > yes
    + cancel_order noted

    # another order at the confirmation
    > cancel order 1987, anna@example.com
    @ cancel_order confirm-3
    > no wait, 1042
    * dispatched
    ~ 1042

    # changed to a return at the confirmation
    > cancel order 1987 anna@example.com
    @ cancel_order confirm-3
    > actually I want to return an item instead
    = return_item
    * not-yet-sent

    # a question at the confirmation
    > cancel order 1987 anna@example.com
    > is there a cancellation fee?
    = check_cancellation_fee
    ~ Back to where we were
    ~ 1987
    @ cancel_order confirm-3
    > ok go ahead
    + cancel_order noted

    # neither yes nor no, twice
    > cancel order 1987 anna@example.com
    > hmm
    ~ yes or no
    @ cancel_order confirm-3
    > purple
    @ cancel_order confirm-3
    ~ person
    ! cancelled

    # a part has left already: a person decides
    > cancel order 1962, hannah.krueger@example.com
    * in-parts
    ~ colleague

    # stopped at the confirmation
    > cancel order 1987 anna@example.com
    > forget it
    @ -
    ~ stopped

    # a person instead of an answer
    > cancel my order
    > i want to speak to a human
    = contact_human_agent
    @ -
    """

  static let goods = """
    # returned with a reason
    > I want to return an item
    ~ 30 days
    @ return_item order_number
    > 1965 ines.blanchard@example.org
    * returnable
    @ return_item reason
    > it is too small
    @ return_item confirm-8
    ~ Merino Socks
    > yes
    + return_item noted

    # some of an order returned, one added after a change of mind
    > I would like to return something from order 1926, till.schaefer@example.org
    @ return_item item
    ~ Wool Coat Saga
    > is returning free?
    @ return_item item
    > the coat
    * returnable
    @ return_item reason
    > hmm, too big
    @ return_item confirm-8
    ~ Wool Coat Saga - L
    ! Headphones
    > no, the coat and the vase
    @ return_item confirm-8
    ~ Wool Coat Saga - L, Stoneware Vase
    > yes
    + return_item noted

    # the article was told before the order
    > i want to send back my vase
    @ return_item order_number
    > 1926
    > till.schaefer@example.org
    * returnable
    @ return_item reason
    > I do not need it
    ~ Stoneware Vase

    # a reason corrected at the confirmation
    > return order 1965 ines.blanchard@example.org
    > too small
    @ return_item confirm-8
    > no, it is too big
    @ return_item confirm-8
    ~ too big
    > yes
    + return_item noted

    # something faulty takes the other way
    > i would like to send back an article from order 1965, ines.blanchard@example.org
    > it is broken
    @ return_item faulty
    ~ free of charge
    > yes
    + return_faulty_item noted

    # too late
    > i want to return my order 1704, anna@example.com
    * too-late
    ~ 30 days

    # a gift card does not come back
    > I want to return order 1957, aurelie.moreau94@example.org
    * final-sale

    # some of it may not come back
    > return order 1926 till.schaefer@example.org
    @ return_item item
    > the curtain fabric
    * item-final-sale

    # exchanged
    > can I exchange the socks from order 1965 for another size? ines.blanchard@example.org
    = exchange_item
    @ exchange_item wish
    > the same in 41-45
    ~ the same in 41-45
    > no, in 36-40
    ~ in 36-40
    > yes, thanks
    + exchange_item noted

    # refund status
    > where is my refund
    = track_refund
    > 1835 ines.blanchard@example.org
    ~ was refunded
    @ refund_status end

    # broken, with a question in between
    > my lamp arrived broken
    = damaged_item
    @ damaged_item order_number
    > 1965
    > ines.blanchard@example.org
    @ damaged_item problem
    > how long is the warranty?
    = warranty
    @ damaged_item problem
    > the shade of the lamp has a crack
    @ damaged_item wish
    > a new one please
    @ damaged_item confirm-6
    > yes
    + report_damage noted

    # the wrong thing
    > you sent me the wrong item
    = wrong_item
    > order 1965, ines.blanchard@example.org
    @ wrong_item received
    > i got a blue mug, not the red one
    + report_wrong_item noted

    # a piece missing, and another parcel still to come
    > there is something missing from my order
    = missing_item
    > 1962, hannah.krueger@example.com
    ~ more than one parcel

    # a piece missing
    > an item is missing from my order 1965
    > ines.blanchard@example.org
    @ missing_item missing
    > one of the four mugs
    + report_missing_item noted

    # not there although it says delivered
    > tracking says delivered but I have not received my package
    = missing_package
    > 1965 ines.blanchard@example.org
    @ missing_package looked
    > yes I did
    @ missing_package confirm-6
    > yes
    + start_inquiry noted

    # not looked for yet
    > tracking says delivered but I have not received my package, order 1965, ines.blanchard@example.org
    @ missing_package looked
    > no not yet
    @ missing_package look-first
    """

  static let others = """
    # a new address
    > I need to change the delivery address of my order
    = change_shipping_address
    > 1987 anna@example.com
    @ change_address address
    > Lindengracht 12, 1015 KG Amsterdam
    ~ Lindengracht 12
    @ change_address confirm-4
    > no
    @ change_address address
    > Prinsengracht 1043, 1017 KM Amsterdam
    ~ Prinsengracht 1043
    > yes that is right
    + change_address noted

    # a new address told at the confirmation
    > change the address of order 1987, anna@example.com
    > Lindengracht 12, 1015 KG Amsterdam
    > no, Lindengracht 21, 1015 KG Amsterdam
    ~ Lindengracht 21
    @ change_address confirm-4
    > yes
    + change_address noted

    # too late for a new address
    > can you change the delivery address? order 1042 anna@example.com
    * on-the-way

    # an invoice
    > please send me a copy of my invoice
    = get_invoice
    > 1042
    > anna@example.com
    @ invoice_copy confirm-4
    > sure
    + send_invoice noted

    # a complaint that mentions other matters
    > I want to make a complaint
    = complaint
    @ complaint about
    > the delivery
    @ complaint details
    > the driver threw my parcel over the fence and the vase arrived broken
    @ complaint email
    > anna@example.com
    + complaint noted

    # a complaint that a person shall hear
    > i want to complain
    > your service
    > I want to talk to a person about this
    = contact_human_agent
    @ -

    # from one procedure to another with the number kept
    > where is my order 1987
    @ track_order email
    > actually, cancel my order
    = cancel_order
    @ cancel_order email
    > anna@example.com
    ~ 1987
    @ cancel_order confirm-3

    # a refused pair is not tried again, and a person is offered
    > where is order 1042
    > eve@example.com
    ~ could not find
    > hmm
    @ track_order order_number
    ~ order number
    > hmm
    ~ person

    # small talk on the way
    > where is my order
    > thank you
    = thanks
    @ track_order order_number
    > 1042 anna@example.com
    ~ DHL

    # how it is done is the FAQ's to tell
    > How do I call off an order?
    = cancel_order
    @ -
    """
}
