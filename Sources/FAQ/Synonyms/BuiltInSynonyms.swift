/// The synonyms shipped with the program, one group a line, written for it: the everyday English of shops, accounts, web sites and
/// health questions. Which words are near enough was measured on the development queries of four FAQs.
enum BuiltInSynonyms {
  static let lines = """
    buy, purchase, order, shop for, acquire, place an order
    item, product, article, goods, merchandise, something, thing
    package, parcel, shipment, delivery, box, order
    ship, deliver, send, dispatch, mail, post, shipping, delivery, courier
    international, abroad, overseas, foreign, worldwide, other countries, different country, outside of my country, another country
    country, nation, region, territory
    return, send back, bring back, give back, take back
    refund, money back, reimburse, reimbursement, get my money, repay
    exchange, swap, trade, replace, replacement, substitute
    cancel, call off, stop, abort, revoke, withdraw
    change, modify, edit, update, alter, amend, correct, adjust, switch
    remove, delete, erase, drop, take off, take out, get rid of, clear
    add, include, append, insert, put
    account, profile, login, membership, user account
    register, sign up, create, join, enroll, registration, make an account, open an account, set up
    log in, login, sign in, log on, sign on, access
    log out, logout, sign out, log off
    password, passcode, pin, credentials, passphrase
    forget, lose, lost, forgotten, misplace
    reset, recover, restore, retrieve, recovery
    pay, payment, checkout, charge, billing, bill
    payment method, credit card, debit card, card, paypal, way to pay, pay
    price, cost, fee, charge, rate, how much, expensive, amount
    cheap, inexpensive, affordable, low price, economical
    discount, sale, promotion, offer, deal, reduction, price cut, rebate, promotional, bargain
    coupon, promo code, discount code, voucher, promotional code, promo, coupon code
    combine, multiple, stack, several, more than one, many, together, both
    loyalty, reward, points, bonus, perks, loyalty program
    benefit, advantage, perk, pro, upside, good for
    bulk, wholesale, large quantity, volume, quantity
    gift, present, someone else, recipient, for a friend
    gift wrap, wrapping, wrap, gift wrapped, wrapped
    gift card, gift certificate, gift voucher, voucher
    invoice, receipt, bill, proof of purchase
    track, trace, follow, status, where is, locate, tracking
    long, duration, time, timeframe, when, days, how long, take
    fast, quick, speed, express, expedite, rapid, speed up, urgent, rush, prompt, faster, soon, quickly
    slow, sluggish, lag, laggy, slowly, takes forever
    late, delay, overdue, behind schedule, delayed
    arrive, receive, get, come, arrival
    lost, missing, never received, never arrived, not received, disappear, stolen, never got
    damage, break, broken, defective, faulty, defect, crack, harm, damaged
    wrong, incorrect, mistake, error, not what i ordered, false, mistaken
    repair, fix, mend, service
    address, location, destination, street
    contact, reach, talk, speak, call, get in touch, get hold of
    support, help, assist, assistance, customer service, customer support, service, aid
    person, human, agent, representative, someone, operator, staff
    phone, telephone, call, mobile, cell, by phone
    email, mail, e mail
    chat, instant message, messaging, live chat, instant messaging, message
    newsletter, mailing list, subscription, email list, updates
    subscribe, sign up, join, opt in
    unsubscribe, opt out, stop receiving
    notify, alert, inform, notification, let me know, remind, warn
    review, rate, rating, feedback, comment, opinion, testimonial
    complain, complaint, unhappy, dissatisfied, file a complaint
    safe, secure, security, protect, protection, safety, encrypt
    private, privacy, personal, confidential, personal data
    data, information, details, info
    card, credit card, debit card
    stock, available, availability, inventory, in stock
    out of stock, sold out, unavailable, not available, temporarily unavailable, no longer available
    restock, back in stock, replenish, available again, restocked
    pre order, preorder, preordering, pre ordering, pre ordered
    backorder, back order, backordered
    discontinue, no longer sold, no longer made, discontinued
    reserve, hold, set aside, reservation, book, booking
    clearance, final sale, closeout
    bundle, set, kit, package deal, collection
    custom, personalize, customize, personalized, made to order, tailor
    size, fit, measurement, dimension, sizing
    color, colour, shade
    install, installation, set up, setup, assemble, assembly
    demo, demonstration, trial, try out, try, test
    warranty, guarantee, covered, coverage
    website, site, web site, web page, page, online, webpage
    store, shop, retailer, outlet, seller, vendor
    open, hours, opening hours, business hours, opening time
    cart, basket, shopping cart, bag
    guest, without an account, without registering, need an account
    change my mind, dont want, no longer want, unwanted, changed my mind, do not want, unused
    misuse, improper use, mishandling, wrong use
    match, same price, price match, beat, competitor, other stores
    price adjustment, price drop, on sale, now on sale, sale price, cheaper now
    wait, queue, pending, hold
    work, function, operate, run
    not working, does not work, broken, fail, failure, fails, problem, wont work, doesnt work, not applying
    problem, issue, trouble, error, difficulty, bug, fault, wrong
    start, begin, launch, initiate, commence, get started
    stop, end, finish, quit, halt, terminate
    show, display, view, see, visible, appear, look at
    hide, conceal, invisible, hidden, make invisible
    find, search, look for, locate, discover, lookup
    choose, select, pick, decide, option
    best, top, good, great, recommended, ideal, optimal, better, favorite
    bad, poor, terrible, awful, worst, worse
    big, large, huge, great, enormous
    small, little, tiny, minor
    important, essential, crucial, significant, key, necessary
    easy, simple, easily, easiest, simplest
    hard, difficult, tough, challenging
    possible, able, can, feasible, way
    reason, cause, why, because, explain
    meaning, mean, definition, define, what is, signify
    difference, differ, distinction, compare, versus, vs, comparison, different
    method, way, process, procedure, technique, steps, approach
    improve, enhance, better, increase, boost
    increase, raise, grow, gain, rise
    decrease, reduce, lower, lose, cut, diminish
    learn, study, understand, know, teach
    teach, tutor, instruct, train, lesson
    job, work, career, employment, profession, occupation
    earn, make money, income, salary, wage
    company, business, firm, corporation, organization, organisation, startup
    country, nation, state
    movie, film, cinema
    picture, photo, image, photograph, pic
    video, clip, footage, movie
    song, music, track, tune
    book, novel, read
    car, automobile, vehicle
    house, home, apartment, flat
    child, kid, baby, infant, toddler, children
    woman, girl, female, women, lady
    man, guy, male, men, boy
    friend, buddy, pal, mate
    love, romance, crush
    marry, wedding, marriage, spouse, married
    die, death, dead, pass away, fatal, deadly, kill, killed, mortality, deaths
    live, alive, life, survive
    doctor, physician, medical, clinician, health care
    sick, ill, illness, disease, unwell, infected
    infect, infection, infected, catch, contract, get infected
    spread, transmit, transmission, contagious, pass on, infectious, transfer
    symptom, sign, signs, indication
    treat, treatment, cure, remedy, therapy, heal
    medicine, drug, medication, pill, antibiotic
    vaccine, vaccination, immunization, shot, vaccinate, vaccines
    prevent, avoid, prevention, protect, precaution
    mask, face mask, facemask, face covering, respirator
    wash, clean, disinfect, sanitize, cleaning, sanitizer
    quarantine, isolate, isolation, stay home, self isolate, lockdown, stay at home
    covid, covid 19, coronavirus, corona virus, corona, virus, covid19, sars cov 2
    animal, pet, dog, cat, pets
    elderly, old, older, seniors, aged
    pregnant, pregnancy, expecting
    risk, danger, dangerous, hazard, unsafe
    travel, trip, journey, fly, flight, vacation
    surface, object, material, counter
    test, testing, tested, check, diagnose, diagnosis, screening
    incubation, develop symptoms, incubation period, time to show
    origin, source, come from, originate, where did, started
    weight, fat, slim, overweight, obese
    exercise, workout, fitness, gym
    eat, food, meal, diet, consume
    drink, water, beverage, thirsty
    computer, pc, laptop, desktop, machine
    app, application, program, software
    web app, webapp, web application, online tool
    phone, smartphone, iphone, android, mobile
    download, save, export, get
    upload, import, attach
    file, document, attachment
    folder, directory, label
    browser, chrome, firefox, explorer
    internet, web, online, network
    wifi, wi fi, wireless
    video, youtube, clip
    tweet, twitter, retweet
    facebook, fb
    gmail, google mail, googlemail
    google docs, gdocs, google document, document
    spreadsheet, google sheets, excel, sheet
    calendar, schedule, appointment, event
    contact, address book, friend list
    block, ban, blacklist, filter
    message, email, mail, inbox, conversation
    forward, redirect, pass on, transfer
    backup, back up, archive, copy, export
    copy, duplicate, clone, replicate
    sync, synchronize, synchronise, mirror
    share, publish, make public
    public, visible to everyone, open
    link, url, hyperlink, web address
    shortcut, hotkey, keyboard shortcut, key combination
    disable, turn off, deactivate, switch off, off
    enable, turn on, activate, switch on, on
    prevent, stop, avoid, keep from, block
    sort, order, arrange, organize
    unread, not read, new
    old, previous, past, earlier, former
    new, latest, recent, fresh, newest
    free, gratis, no cost, without paying, for free
    hack, hacked, compromise, breach, stolen
    language, tongue, translate, speak
    write, compose, author, draft
    answer, reply, respond, response
    ask, question, inquire, query
    allow, permit, let, enable, authorize, accept
    need, require, must, have to, necessary
    use, utilize, apply, using, usage
    keep, retain, maintain, store
    move, relocate, transfer, migrate
    close, shut, closed, shut down
    accept, take, agree, receive
    merge, combine, join, unify
    split, separate, divide
    limit, maximum, restriction, cap, quota
    """
}
