/// English, folded as match text is: without apostrophes.
extension CommonWords {
  static let englishFunctionWords = """
    the and but for not you your yours youre youve youll she her him his hers they them their theirs theyre this that
    these those there here where when what which who whom whose why how can cant cannot could couldnt will wont would
    wouldnt shall should shouldnt may might must have has had havent hasnt hadnt having are arent was wasnt were werent
    been being isnt does dont doesnt did didnt doing done get gets got getting give with without within from into onto
    over under about after before again because until while since during between through above below against around some
    any all none both each every either neither other another many much more most less least few very too also just only
    even still yet already ever never always often sometimes maybe perhaps please thanks thank hello yes sure okay want
    wants wanted need needs needed know tell make made take took put let lets its ive ill our ours out off then than
    thats whats wheres hows whos theres one two three something anything nothing everything someone anyone nobody
    everyone now today tomorrow yesterday soon later right really long back
    """

  static let englishWords = """
    a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we id im hi ha hm um lol omg btw asap
    able accept accident ache across act actor actual add adult advice afraid afternoon age ago agree air airport album
    alcohol alien alive allergy allow almost alone along alphabet although amazing ambulance among amount angry animal ankle
    anna answer ant anybody anyway apart apartment app apple apply april area argue arm army art article ask asleep ate
    attack august aunt author autumn avoid awake away awesome awful baby bad bag bake ball balloon banana band bank bar
    barn base basket bath bathroom battery beach bean bear beard beat beautiful became become bed bee beef beer began begin
    behind believe bell belong belt bend best bet better beyond bible big bike bill bin bird birth birthday bit bite bitter
    black blame blank blanket bless blind blonde blood blow blue board boat body boil bomb bone book boot bored boring born
    boss bottle bottom bought bowl box boy brain brake brave bread break breakfast breath brick bridge bright bring broke
    brother brought brown brush bucket build built bull burn bus bush business busy butter button buy bye cabin cable cage
    cake calendar call calm calorie came camera camp candle candy cap capital car carbon card care carpet carrot carry cart
    cartoon case cash castle cat catch cause cave ceiling cell cent century certain chain chair chance change chapter cheap
    cheat cheese chef chess chest chew chicken chief child children chin china chocolate choice choose church cigarette
    cinema circle city class clean clear clever climate climb clock close cloth cloud club coach coal coast coat code
    coffee coin cold collar college color colour comb come comedy comfort common compare computer concert contact continue
    cook cookie cool copper copy corn corner correct cost cotton couch cough count country couple course cousin cover cow
    crash crazy cream create crime cross crowd cruel cry cup curly current curtain cut cute cycle dad damn dance danger
    dare dark data date daughter dawn day dead deaf dear death debt december decide deep deer degree dentist deposit desert
    desk dessert destroy devil diamond diary die diet difference different difficult dig dinner direct dirt dirty disease
    dish dizzy doctor dog doll dollar door double doubt down dozen drag draw dream dress drew drink drive driver drop drove
    drug drum drunk dry duck due dumb dust duty each ear early earn earth east easy eat edge egg eight elbow election
    electric elephant eleven else email empty end enemy engine england english enjoy enough enter equal error escape essay
    europe evening event evil exact exam example excellent except excited excuse exercise exist exit expect expensive
    explain extra eye face facebook fact fail fair faith fall false fame family famous fan far farm fast fat father fault
    favorite favourite fear february feed feel feet fell felt fence fever field fifteen fifty fight figure fill film final
    find fine finger finish fire first fish fit five fix flag flame flat flavor flew flight float flood floor flour flow
    flower flu fly fog fold follow food fool foot football force forest forget fork form forty forward fought found four
    fox france free freeze french fresh friday fridge friend frog front frozen fruit fuel full fun funny fur future gain
    game garage garden garlic gas gate gave general gentle german germany ghost giant girl glad glass globe glove glue goal
    goat god gold golf gone good goodbye google gossip grade grandma grandpa grape grass grave gray great green grew grey
    ground group grow guess guest guide guitar gum gun guy gym hair half hall halloween hamlet hammer hand handle hang
    happen happy hard harm hat hate head health hear heard heart heat heaven heavy heel height held hell help hen herb hero
    hide high hill history hit hobby hold hole holiday home homework honest honey hope horse hospital hot hotel hour house
    huge human hundred hungry hunt hurry hurt husband ice idea idiot ill imagine important inch indeed inside instead
    internet invest invite iron island issue item jacket jail jam january jar jazz jealous jeans jerk job join joke jordan
    journey judge juice july jump june junk keep kept key kick kid kill kind king kiss kitchen kite kitten knee knew knife
    knock lady lake lamb lamp land landlord language large last late laugh law lawn lawyer lazy lead leaf learn leather
    leave left leg lemon length lesson letter lettuce level library lick lie life lift light like limit line lion lip list
    listen little live liver load loan local lock lonely look loose lord lose loss lost lot loud love low luck lucky lunch
    lung mad magic mail main male mall man manage map marathon march mark market marriage married marry math matter meal
    mean meaning measure meat medicine meet member men mental menu message metal middle midnight mile milk million mind
    mine minute mirror miss mistake mix mom moment monday money monkey month mood moon moral morning mother motor mountain
    mouse mouth move movie muscle museum music myself nail naked name nap narrow nasty nation nature near neck negative
    neighbor nephew nerve nest net network new news next nice niece night nine noise noon north nose note notice november
    number nurse nut oak obvious ocean october odd offer office oil old olive once onion online open opinion orange order
    own oven owner oxygen pack page pain paint pair palace pan panic pants paper parent paris park part party pass passport
    past pasta path pay peace peach pear pen pencil people pepper percent perfect period person pet phone photo physics
    piano pick picture pie piece pig pill pillow pilot pin pink pipe pizza place plain plan plane planet plant plastic
    plate play pleasant plenty pocket poem poet point poison police polite political poor pop population pork port
    positive possible pot potato pound pour power pray present president press pretty price pride priest prince princess
    print prison prize problem promise proof proud pub pull pump punch puppy pure purple purse push puzzle quantum quarter
    queen question quick quiet quit quite quiz rabbit race radio rain raise ran random rat rate raw reach read ready real
    reason recipe record red relax religion remember remind rent repair repeat reply report rest restaurant result return
    rice rich ride ring rise risk river road rob rock roll roof room root rope rose rough round route row rude rug ruin
    rule run rush sad safe said sail salad salary sale salt same sand sandwich sang sat saturday sauce save saw say scared
    scary school science scissors score scream screen sea search season seat second secret see seed seem seen sell send
    sense sent september series serious seven sex shadow shake shape share shark sharp shave sheep sheet shelf shine ship
    shirt shit shock shoe shoot shop short shot shoulder shout show shower shut shy sick side sight sign silence silk silly
    silver similar simple sing singer single sink sister sit six sixty size skill skin skirt sky slang sleep slept slice
    slip slow smart smell smile smoke smooth snack snake snow soap soccer society sock sofa soft soil sold soldier solid
    solve son song sorry sort soul sound soup sour south space spain spanish speak speech speed spell spend spent spicy
    spider spill spin spirit spoke spoon sport spot spring square stage stairs stamp stand star start state station stay
    steak steal steam steel step stick sting stock stomach stone stood stop store storm story stove straight strange straw
    street stress string strong student study stuff stupid style subject such suck sudden sugar suit summer sun sunday
    sunny support sure surf surprise sweat sweet swim switch sword table tail talk tall tank tape taste tax taxi tea teach
    teacher team tear tease teeth television ten tennis tent terrible test text theater therapy thick thief thin thing think
    third thirsty thirty thought thousand thread throat throw thumb thunder thursday ticket tie tiger tight till time timer
    tin tiny tip tire tired toast toe together toilet token told tomato tone tongue tonight tool tooth top topic total touch
    tough tour towel tower town toy track trade traffic train trap trash travel tray treat tree trend trick trip trouble
    truck true trunk trust truth try tube tuesday tune turkey turn turtle tuxedo twelve twenty twice twin twitter type ugly
    umbrella uncle understand union unit universe upset upstairs urgent use useful user usual vaccine valley value van
    vegan vegetable vein version victim video view village violin virus visa visit voice vote wait wake walk wall wallet
    war warm warn wash waste watch water wave way weak wealth weapon wear weather web website wedding wednesday weed week
    weekend weigh weight weird welcome well went west wet whale wheat wheel white whole wide wife wifi wild win wind window
    wine wing winner winter wire wise wish witch woke woman women won wonder wood wool word work world worm worry worse
    worst worth wound wrap wrist write writer written wrong wrote yard year yell yellow yoga young yourself zero zone zoo
    wore worn torn sworn slide slid mess juke duke lyft uber taco burden inner outer upper lower seek sought fishy quieter
    ban beg belly blend blew bloom boost bore borrow bounce bow breed brief broad bronze bubble buddy budget bug bull bunch
    burger burst cab canal cape cast cattle cheek cheer cherry chop chunk cliff cling clip closet clue clump coil column
    combo comet cone coral cord core cost crack craft crane crawl creek creep crew crisp crop crow crown crush crust cube
    curb curl curve dam damp dash dawn deal debate deck dense dent deny dial dice dip dive divorce dock donkey dose dot
    dough dove drain drift drill drip drown dull dump dwell eager eagle echo elder embarrass enroll equip erase exotic
    fade faint fairy fake farmer fatal fate faucet fax feast fiber fierce fig filthy fin firm fist flash flip flock flush
    foam foil folk fond fond fog foggy fortune fossil foul fraction fragile frame frog frown fry fund fuse gallon gap gasp
    gate gaze gear gem gender gentle giraffe glimpse gloomy glow goat goose gown grab grain grammar grasp greed greet grill
    grin grind grip groom gross guard guilt gulp gut habit hail halt ham harbor harsh haste hatch haul hawk hay hazard heal
    heap heel helmet hike hint hip hire hobby honk hood hook hop horn hose hug hum humid hush hut ink inn insect insult iris
    itch ivory ivy jaw jeep jet jog jolly juggle jungle jury keen kidney kiwi knight knit knot label labor lace ladder lane
    lap laptop lash latch lava leak lean leap leash lend lens lever lid lime linen liquid liver lizard loaf lobby lobster
    log loop lord lotion lottery loyal lump lure lust lyrics magnet maid mango manners maple mask mast mate maze medal melt
    mend mercy mere merge merry messy midst mild mill mint mist mob mock moist mold mole monk mop moss moth motion mound
    mount mud mug mule mummy murder mutter mystery myth naughty navy nephew nickel nod nun nurse oath obey occur olympic
    onion orbit organ orphan otter outfit oval owl pad paddle pal palm pant parade pardon parrot paste patch patient patrol
    pause paw peak peanut peel peer penny pigeon pile pine pint pit pity plague plot plow plug plum plus pole poll pond
    pony porch pose postpone pouch praise prank pride prime probe proceed profit prone prop prove pudding puff pulse pupil
    purchase pursue quack quarrel rack raft rage raid rail ranch rank rapid rare rat ray realm rear rebel rely rib ribbon
    rid riddle rifle riot ripe rival roar roast robe robot rod rookie rot row royal rub rubber ruby ruin rumor rust sack
    saddle saint salmon sausage scale scan scar scatter scent scoop scope scout scrap scratch screw scrub seal seam seize
    senior sew shade shame shed sheer shell shelter shield shiny shore shovel shrimp shrink shrug siege silent sin sip site
    sketch ski skip skull slam slap slave slayer slim sling slit slope slot slug snail snap sneeze snore soak soar sob sole
    soup spare spark spear spice spike spine spit splash split spoil spray spy squad squeeze squirrel stab stack staff stake
    stalk stall stare starve statue stem stern stir stool storage strap stray streak stream stretch strike strip stroke
    stroll struggle stump sum sunk surge survey swallow swamp swan swap swarm swear sweep swell swift swing swollen syrup
    tab tackle tag tailor tale tame tan tap target tart taught tax tease tempt tend term terror thank thaw theft thigh thorn
    thrill throne thrust tick tide tile tilt timid tire toad toll tomb ton torch toss tow trace tractor trail trait tramp
    trash treasure treaty tremble tribe trim triple troop trophy trot trousers trout tub tug tumble tunnel tutor twig twist
    tyre unique usher vacuum vague vain vanish vase vast vault veil vein venue verb verse vest vet vice vine vivid volcano
    volume wagon waist wander ward warrior wax weave wedge weep whip whisper whistle wicked widow wipe wit wolf worship
    wreck wrestle yacht yawn yeast yolk zebra zip zipper
    accountant adapt adapter admire adopt adorable adore afford alley amaze amuse annoy anthem antivirus apology
    apricot apt architect arise arises artichoke asparagus attorney austrian ave avenue awaits backup baker bakery
    banking barber bart beet beets belgian bells biking bleach blvd bonjour boulevard boxing brazilian brewery
    broadband broadcast browser browsing brutal buffet butcher camping canadian canoe canyon caravan carol carpenter
    casual cathedral channel chapel charming chopped chorus chuck ciao comply conform consent converter convertible
    cottage coupe cruise cuban cumin dancing dates deli detour diced disagree disobey domain dominate download drawing
    eastern eateries egyptian elderly electrician elegant eliminate engineer estimate ethernet ethical ethiopian
    exploring factual fancy figs firewall fishing fits fitting formal fried gardening glacier glory gorgeous grace
    grated gratitude grilled guava harbour hawaiian helicopter heya heyo hiking hola honor honour hosting hwy hymn
    ideal illegal imitate infant informal irritate jamaican janitor jingle jogging journal kayak knitting leasing leek
    legal literal loft logging lounge lovely lyric magazine mainland mansion mashed matches matching mayer meadow
    media melody meyer mickey minced minivan modem moped mosque nectarine newborn nominate northeast northern
    northwest nutmeg octane oregano painting papaya paprika parking parsley peninsula persian pickup pier placid
    plumber porter potter prairie privacy professor prune prunes radish raisin raisins rd refuge rescue rhythm ridge
    roaming roasted router safari safety scientist scooter security sedan serene server sewing shortcut shredded
    sincere skiing sliced smoked southeast southwest splendid starch ste streaming studio stylish subtle suburb
    suitable suits superb surfing swimming swiss sympathy tavern teen teenager temple terrace thyme toddler trailer
    trendy turnip upload uptown varnish voyage waterfall western winery wireless ya
    lil nah yep yeah nope gonna wanna gotta kinda sorta cuz coz tho thru ur pls plz thx ty wtf idk tbh imo fyi bro dude
    mate cheers damnit fuck fucking fucked shitty crap bastard bitch ass dumbass bullshit
    """
}
