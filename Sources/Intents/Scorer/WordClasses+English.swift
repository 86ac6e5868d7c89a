extension WordClasses {
  /// General English, with an eye to shops. A word may stand in several classes; the first is its stand-in in pairs.
  static let englishText = """
    number: zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen couple
    ordinal: first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth twentieth thirtieth 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th 21st 22nd 23rd 24th 25th 26th 27th 28th 29th 30th 31st
    weekday: monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue wed thu fri sat sun weekend weekends weekday weekdays
    month: january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    dayrel: today tomorrow tonight yesterday tomorrows todays tonights yesterdays
    daypart: morning afternoon evening night noon midnight midday nighttime daytime mornings evenings nights dawn dusk
    clock: am pm oclock
    duration: second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years fortnight decade
    season: spring summer fall autumn winter seasonal
    holiday: christmas thanksgiving easter halloween valentines hanukkah xmas ramadan eid diwali birthday anniversary
    country: america usa us uk england britain france germany spain italy portugal canada mexico brazil argentina chile peru colombia cuba jamaica china japan india korea vietnam thailand indonesia malaysia singapore philippines taiwan pakistan bangladesh nepal australia egypt morocco kenya nigeria ethiopia ghana tanzania uganda russia ukraine poland sweden norway denmark finland iceland ireland scotland wales netherlands holland belgium luxembourg switzerland austria hungary romania bulgaria greece turkey israel iran iraq syria jordan lebanon saudi dubai qatar kuwait europe asia africa croatia serbia slovenia slovakia czech estonia latvia lithuania venezuela ecuador bolivia uruguay paraguay panama haiti fiji
    city: london paris berlin rome madrid barcelona lisbon vienna prague amsterdam brussels dublin edinburgh manchester liverpool birmingham glasgow leeds munich hamburg frankfurt cologne milan venice florence naples athens istanbul moscow tokyo osaka kyoto beijing shanghai hongkong seoul bangkok delhi mumbai kolkata chennai bangalore hyderabad karachi lahore dhaka jakarta manila sydney melbourne brisbane perth auckland toronto montreal vancouver ottawa calgary chicago boston seattle portland denver dallas houston austin miami orlando tampa atlanta detroit cleveland cincinnati columbus pittsburgh philadelphia baltimore washington phoenix tucson vegas reno sacramento oakland fresno nashville memphis louisville charlotte raleigh minneapolis milwaukee omaha wichita tulsa albuquerque anchorage honolulu cairo nairobi lagos johannesburg stockholm oslo copenhagen helsinki warsaw budapest zurich geneva la sf nyc dc manhattan brooklyn queens buffalo rochester albany richmond norfolk savannah charleston jacksonville spokane tacoma boise bend redmond
    state: texas california florida ohio michigan illinois indiana iowa kansas nebraska oklahoma arkansas louisiana mississippi alabama georgia tennessee kentucky virginia maryland delaware pennsylvania jersey york connecticut massachusetts vermont hampshire maine rhode wisconsin minnesota dakota montana wyoming idaho utah nevada arizona oregon alaska hawaii colorado missouri carolina mexico ontario quebec alberta
    language: english french german spanish italian portuguese chinese mandarin cantonese japanese korean russian arabic hindi urdu bengali punjabi tamil turkish greek hebrew polish dutch swedish norwegian danish finnish hungarian czech thai vietnamese indonesian swahili latin gaelic irish welsh navajo tagalog language languages
    accent: accent accents british american australian scottish cockney southern male female voice dialect
    currency: dollar dollars usd euro euros eur pound pounds gbp sterling yen jpy yuan rmb rupee rupees inr peso pesos franc francs krona ruble rubles rouble won lira dinar cad aud chf currency currencies bucks quid cents cent
    money: money cash funds fund amount sum payment payments
    family: mom mum mother dad father parents wife husband spouse partner son daughter kid kids child children brother sister sibling uncle aunt cousin grandma grandpa grandmother grandfather grandson niece nephew girlfriend boyfriend friend friends buddy family relative boss coworker colleague roommate
    pronounme: i me my mine myself im ive id ill
    weekdayevent: appointment appointments meeting meetings event events schedule scheduled calendar agenda conference party wedding plans interview
    fruit: apple apples banana bananas orange oranges grape grapes strawberry strawberries blueberry lemon lemons lime limes mango peach pear cherry cherries pineapple avocado melon watermelon coconut
    vegetable: tomato tomatoes potato potatoes onion onions garlic carrot carrots broccoli spinach lettuce cabbage pepper peppers celery cucumber kale corn peas bean beans mushroom mushrooms pumpkin zucchini eggplant
    meat: chicken beef pork steak turkey lamb ham bacon sausage fish salmon tuna shrimp crab lobster meat duck ribs meatloaf meatballs
    staple: bread rice pasta noodle noodles flour oats cereal egg eggs milk butter cheese cream yogurt sugar salt oil vinegar honey syrup chocolate vanilla cinnamon yeast soda sauce ketchup mustard mayo mayonnaise nuts peanut peanuts almond almonds tofu margarine spice spices basil cilantro ginger cocoa
    dish: pizza burger burgers hamburger sandwich sandwiches taco tacos burrito burritos sushi curry soup stew salad lasagna spaghetti fries chips cake cakes cookie cookies pie pies brownies pancakes waffles omelette omelet casserole chili ramen pho risotto quiche dumplings dim falafel hummus patties pudding cupcakes cheesecake donut donuts muffins toast icecream biscuits meatball kebab lasagne guacamole salsa gumbo
    cuisine: italian mexican chinese thai indian japanese french greek korean vietnamese mediterranean vegan vegetarian seafood bbq barbecue
    drink: coffee tea water juice beer wine soda coke latte espresso cappuccino cocktail whiskey vodka smoothie
    nutrition: calorie calories protein carb carbs carbohydrates fat fats fiber sodium sugar sugars vitamin vitamins cholesterol nutrition nutritional nutrients healthy health unhealthy diet
    meal: breakfast lunch dinner supper brunch meal meals snack snacks dessert desserts appetizer dish dishes food foods eat eating
    restaurant: restaurant restaurants diner cafe bistro steakhouse grill pizzeria bar pub eatery mcdonalds subway wendys chipotle starbucks applebees chilis outback olive kfc dominos ihop
    transport: train trains bus buses subway metro tram taxi taxis cab cabs uber lyft flight flights plane airplane ferry shuttle car cars truck bike
    traffic: traffic congestion jam jams commute highway freeway interstate
    place: airport station stop mall supermarket pharmacy hospital bank school university library park museum theater theatre cinema gym hotel hotels church beach downtown office work home store shop
    weatherword: weather rain rainy raining snow snowing snowy sunny sun cloudy wind windy storm stormy humid humidity temperature forecast degrees hot cold warm umbrella fog foggy thunderstorm hail freezing chilly celsius fahrenheit
    body: tired happy sad angry bored hungry sick
    music: song songs track tracks tune tunes music album albums artist band singer playlist playlists jazz rock pop rap hiphop classical country blues metal reggae spotify pandora
    listen: play playing hear listen listening start shuffle
    radio: radio fm station
    book: book books audiobook audiobooks novel read chapter
    podcast: podcast podcasts episode episodes
    device: phone cellphone smartphone iphone android laptop computer tablet ipad pc tv television device devices
    house: light lights lamp lamps bulb bulbs bedroom kitchen bathroom living room thermostat heater ac fan vacuum roomba plug socket outlet
    colour: red blue green yellow orange purple pink white black brown grey gray gold silver
    account: account accounts checking savings
    card: card cards visa mastercard amex cc credit debit discover
    bankname: chase citibank wells fargo capital barclays hsbc bofa usbank
    bill: bill bills invoice utility electricity electric cable rent mortgage internet water gas
    carpart: tire tires tyre tyres wheel brake brakes engine battery oil transmission windshield mileage mpg
    size: small medium large big huge tiny little xl xxl
    greet: hello hi hey greetings howdy hiya yo wassup sup
    bye: bye goodbye farewell cya later goodnight
    thanks: thanks thank thankyou thx appreciate appreciated grateful cheers ty
    affirm: yes yeah yep yup sure ok okay affirmative correct right true indeed certainly absolutely definitely
    negate: no nope nah not never negative wrong false dont doesnt didnt isnt wasnt wont cant couldnt shouldnt wouldnt havent hasnt hadnt arent aint cannot unable none
    maybe: maybe perhaps possibly might probably unsure
    rude: stupid idiot dumb damn shit fuck fucking hell crap suck sucks ass
    want: want wanna need like wish require desire looking love
    wouldlike: would could can may might should will
    ask: tell inform explain describe say let know find show give provide share clarify
    check: check verify confirm see look review view double
    cancel: cancel cancelled canceled cancelling canceling cancellation nix scrap abort revoke rescind void undo drop
    stop: stop halt end quit cease pause terminate
    begin: start begin commence open launch turn activate activated activation enable
    off: off disable deactivate shut kill
    on: on
    add: add put include insert append write note jot
    remove: remove delete erase clear wipe strike take cross scratch
    change: change alter modify update edit switch adjust swap replace revise correct amend convert
    increase: increase raise up higher more boost louder faster quicker brighter upgrade
    decrease: decrease reduce lower down less quieter slower dim softer
    fast: fast quick quickly rapid speed soon asap immediately urgent urgently right away straightaway speedily
    slow: slow slowly delay delayed late slower
    make: make create build prepare cook bake construct generate produce
    get: get obtain acquire receive received receiving got gotten getting arrive arrived
    buy: buy purchase order ordered purchased bought ordering purchasing shop
    sell: sell sold
    send: send sent transfer transferred transferring wire move deliver mail ship shipped sending
    pay: pay paid paying payment payments
    owe: owe owed due outstanding
    charge: charge charged charges fee fees cost costs price prices pricing billed
    refund: refund refunded refunds reimburse reimbursed reimbursement moneyback
    return: return returned returning
    withdraw: withdraw withdrew withdrawal withdrawals withdrawing atm cashpoint cash
    deposit: deposit deposited deposits topup top topped topping loaded reload
    spend: spend spent spending
    lose: lose lost losing misplaced missing stolen stole robbed theft gone
    break: break broke broken damaged crack cracked snapped bent ruined busted melted
    fail: fail failed failing decline declined rejected denied reject refuse refused error blocked
    work: work working works function functioning functional
    wait: wait waiting await awaiting pending hold still yet
    long: long longer time duration
    far: far distance close near nearest closest nearby around
    reserve: reserve reserved reservation reservations book booking booked table
    vacation: vacation vacations holiday holidays pto leave trip travel traveling travelling trips
    name: name names called call nickname refer
    who: who whom whose
    whatq: what whats
    whereq: where wheres
    whenq: when whens
    howq: how hows
    whyq: why
    fraud: fraud fraudulent scam suspicious fishy unauthorized unrecognized strange unfamiliar weird hacked compromised unknown
    password: password passcode pin code pass login log sign signin username
    identity: identity id identification passport verify verification prove proof
    job: job salary wage wages paycheck income earn earning earnings payday
    tax: tax taxes irs w2 refund
    insurance: insurance insured coverage policy policies premium
    help: help assist assistance support aid helping
    problem: problem problems issue issues trouble error wrong
    person2: agent human person representative operator someone somebody people
    reminder: reminder reminders remind alarm alarms timer wake alert notify notification
    list: list lists todo checklist tasks task chores
    email: email emails mail inbox message messages text texts sms
    social: facebook twitter tweet instagram snapchat linkedin post status
    news: news headlines headline article articles current
    math: plus minus times divided multiply divide subtract add sum square root percent percentage equals calculate
    unit: inch inches foot feet mile miles yard yards meter meters metre kilometer kilometers km cm centimeters pound pounds ounce ounces gram grams kilogram kilograms kg liter liters litre gallon gallons cup cups teaspoon tablespoon quart pint
    joke: joke jokes funny laugh humor hilarious
    game: game games chess trivia dice coin flip heads tails roll
    pet: pet pets dog dogs cat cats puppy animal animals
    robot: robot bot ai machine computer human real
    creator: made created built programmed designed developed invented
    old: old age born birthday birthdate
    good: good great nice fine excellent awesome amazing wonderful best top fantastic favorable
    bad: bad terrible awful horrible worst poor
    rate: rate rates exchange interest apr
    limit: limit limits maximum max cap
    score: score scores rating ratings
    reward: reward rewards points miles cashback
    expire: expire expires expired expiration expiry
    doc: form document documents w2 statement receipt
    today2: now currently present moment
    last: last latest recent recently previous previously prior before ago history past
    next: next upcoming coming following future
    every: all every everything each any entire whole
    mean: mean means meaning definition define defined
    repeat: repeat again reiterate
    possible: possible able allowed allow permit permitted
    same: same identical similar
    different: different another other else new
    wrong: wrong incorrect mistake mistaken erroneous error
    amountq: many much
    nationality: american british french german spanish italian european foreign international abroad overseas
    location: location located where place address area region country countries
    friend: friend friends friendly
    locate: locate find search look lookup seek track trace
    choose: choose chose select pick decide
    suggest: suggest suggestion suggestions recommend recommendation recommendations advise advice propose ideas idea tips
    cook: cook cooked cooking bake baking boil fry grill roast steam microwave
    clean: clean cleaning wash washing vacuum sweep mop dust dusting tidy
    fix: fix fixed repair repaired mend solve resolve resolved sort rectify
    replace: replace replaced replacement replacing substitute swap exchange interchange alternative instead
    damage: damage damaged broken scratched torn dented defective faulty
    discount: discount discounts coupon promo voucher offer offers deal deals sale sales bargain
    verify: verify verified verification confirm confirmation validate authenticate authentication prove approval approve
    reject: reject rejected decline declined deny denied refuse refused
    recipient: recipient beneficiary receiver payee
    cheque: cheque cheques check checks
    crypto: crypto bitcoin cryptocurrency ethereum fiat
    contactless: contactless tap swipe chip
    document: document documents passport license licence id photo picture selfie proof
    volume: volume sound loud louder quiet quieter mute unmute silent silence audio
    brightness: bright brighter brightness dim dimmer darker dark
    movie: movie movies film films show shows series theater cinema
    sport: football soccer basketball baseball hockey tennis cricket golf rugby nba nfl match team score olympics
    politics: president prime minister election government trump obama senator mayor congress politics
    celebrity: actor actress singer celebrity famous star
    concert: concert concerts festival event events exhibition museum gallery
    shop: shop store mall supermarket market grocery groceries
    clothes: clothes clothing shirt shirts tshirt dress dresses shoes shoe sneakers trainers boots pants trousers jeans jacket coat sweater hoodie skirt suit hat socks gloves scarf
    electronics: tv television laptop computer phone headphones earbuds speaker speakers camera console charger cable monitor keyboard mouse tablet printer
    furniture: sofa couch chair table desk bed mattress lamp shelf wardrobe rug curtain cushion
    household: soap detergent towels toilet paper shampoo toothpaste batteries trash bags
    package: package parcel shipment delivery order box courier
    carrier: ups fedex dhl usps hermes dpd gls courier carrier postman
    gift: gift gifts present presents giftcard
    complaint: complaint complain complaining grievance unhappy dissatisfied upset disappointed unacceptable
    staff: manager supervisor staff employee team boss superior
    doctor: doctor dentist hospital medical appointment clinic
    school: school class lesson exam homework student college university
    luggage: luggage bag bags baggage suitcase carryon
    flight: flight flights plane airline airlines delta united jetblue gate terminal boarding departure
    vaccine: vaccine vaccines shot shots vaccination immunization
    rental: rental rent hire lease rented renting
    gas: gas fuel petrol diesel gasoline tank unleaded
    mechanic: mechanic garage service maintenance repair tuneup oil inspection
    timer: timer timers countdown stopwatch
    spell: spell spelling spelled letters
    synonym: synonym synonyms thesaurus word words
    hobby: hobby hobbies interests fun pastime leisure free
    story: story stories tale poem sing joke riddle fact facts trivia
    insult: stupid dumb useless idiot bad terrible worst suck sucks
    person: john mike michael david james robert william richard tom thomas joe joseph jack jason nick nicholas bob bill jim steve steven stephen mark paul peter andrew daniel dan matt matthew chris kevin brian george edward ed frank carl karl charlie charles henry harry sam samuel ben benjamin alex alexander adam eric ryan luke max leo tim timothy jeff larry gary greg scott tony anthony mary anna anne annie jane jennifer jen jessica sarah sara laura lisa linda susan karen nancy betty emily emma kate katie kathy catherine elizabeth liz beth amy alice julia julie rachel rebecca megan brenda maggie margaret maria michelle melissa stephanie nicole heather samantha joanne jo camile dave kim lee lucy sophie chloe olivia bella jasmine arianna jesse kyle brad chad doug fred ted ray roy ron
    """
}
