//! The scenes, as a table.

use super::{LIKE, Scene};

const IN_ORDER: Scene = Scene { finding: "", kinds: &[], ordered: true, reach: 4, without: "" };
const ANYHOW: Scene = Scene { ordered: false, reach: 8, ..IN_ORDER };

const STUNG: &str = "wasp wasps bee bees hornet hornets bumblebee yellowjacket insect";
const IN_MOUTH: &str = "mouth throat tongue tonsil tonsils palate gullet uvula";
const HEAVY: &str = "tractor car cars lorry van bus train truck tram forklift digger excavator trailer quad motorbike vehicle wheel wheels tank cart jeep suv \
bulldozer roller";
const LIMBS: &str =
    "leg legs foot feet arm arms hand hands chest belly stomach pelvis hip hips head body back him her me us knee knees thigh ankle ankles";
const CRUSHED: &str = "hand hands arm arms leg legs foot feet pelvis hips head forearm thigh shin";
const MACHINES: &str = "machine machines machinery press presses roller rollers conveyor baler grinder mixer mincer lathe mangle harvester shredder printer saw engine gears";
const WEIGHTS: &str = "tree tractor car lorry beam wall rock rocks boulder rubble forklift digger concrete steel container crate trunk log logs horse cow quad \
machine vehicle";
const BLADES: &str =
    "knife knives blade dagger machete screwdriver scissors shears skewer spear pitchfork sword chisel arrow harpoon crowbar shard";
const TRUNK: &str = "belly stomach chest back neck abdomen throat groin thigh head side heart lung lungs tummy ribs buttock skull guts";
const FAINTS: &str = "fainted faint faints fainting passed_out passing_out passes_out pass_out blacked_out blacking_out blacks_out collapsed collapses \
collapsing lost_consciousness loses_consciousness keeled_over";
const EXERTION: &str = "swim* running run runs ran sprint* exercis* exertion football rugby training gym cycling jog* rowing sport sports basketball tennis workout \
treadmill match race marathon pool hockey netball dancing hike hiking squash lengths laps";
const SWALLOWED: &str = "swallow swallowed swallows swallowing ate eaten eating ingested gulped";
const SHARP: &str = "razor razors blade blades needle needles pin pins nail nails screw screws glass shard shards staple staples toothpick fishhook tack tacks \
syringe knife drawing_pin safety_pin hook scissors sewing_needle bones_sharp";
const BITTEN: &str = "bit bitten bite bites mauled savaged attacked";
const BITERS: &str =
    "dog dogs cat horse rottweiler pitbull fox rat bulldog terrier alsatian labrador puppy monkey husky mastiff collie pony hound";
const FACE: &str = "face head neck throat eye eyelid nose cheek cheeks lip lips scalp ear";
const PEOPLE: &str = "husband wife partner boyfriend girlfriend ex man men guy guys he she they someone somebody brother father dad stepdad son mother \
mum stranger attacker gang uncle flatmate";
const BLOWS: &str = "beat beats punched kicked attacked assaulted headbutted slammed shoved stamped battered bashed thumped";
const DROWNED: &str = "cough* froth* foam* breath* blue pulled rescued minute minutes seconds unconscious unresponsive limp vomit* swallowed inhaled \
resuscitated lifeguard drowsy gurgl*";

/// All scenes. The checker sees to it that the base has their findings.
pub(crate) const SCENES: &[Scene] = &[
    Scene {
        finding: "near-drowning",
        kinds: &["under_water underwater submerged face_down", DROWNED],
        reach: 12,
        without: "ear ears snorkel* camera phone watch boiled shower trained",
        ..ANYHOW
    },
    Scene {
        finding: "near-drowning",
        kinds: &[
            "went_under was_under pulled_under dragged_under sank",
            "pool sea lake river bath tub pond wave waves ocean canal water",
            DROWNED,
        ],
        reach: 10,
        without: "table anaesthetic general shower boat ship",
        ..IN_ORDER
    },
    Scene {
        finding: "near-drowning",
        kinds: &["pulled fished dragged hauled lifted", "out from", "pool sea lake river bath pond water canal", DROWNED],
        reach: 8,
        without: "plug toy boat",
        ..IN_ORDER
    },
    Scene {
        finding: "bleeding-after-throat-surgery",
        kinds: &[
            "tonsil tonsils tonsillectomy adenoid adenoids adenoidectomy",
            "out removed taken operation surgery op tonsillectomy adenoidectomy off",
            "blood bleed* bled",
        ],
        reach: 18,
        without: "test tests pressure",
        ..ANYHOW
    },
    Scene { finding: "sting-mouth-throat", kinds: &["stung sting stings", STUNG, IN_MOUTH], without: "lip_balm", ..ANYHOW },
    Scene {
        finding: "sting-mouth-throat",
        kinds: &["stung", "in inside on", "mouth throat tongue"],
        reach: 3,
        without: "nettle nettles jellyfish mouthwash spicy",
        ..IN_ORDER
    },
    Scene {
        finding: "drink-spiked",
        kinds: &["spiked", "drink drinks pint cocktail beer wine needle was_spiked been_spiked got_spiked spiked_me"],
        without: "fever temperature blood sugar glucose pulse pressure",
        reach: 3,
        ..ANYHOW
    },
    Scene {
        finding: "drink-spiked",
        kinds: &["put slipped dropped", "something pill powder drug drugs tablet", "drink drinks pint cocktail beer glass"],
        reach: 5,
        ..IN_ORDER
    },
    Scene { finding: "drink-spiked", kinds: &["roofied roofie roofies rohypnol"], ..ANYHOW },
    Scene {
        finding: "assaulted",
        kinds: &[PEOPLE, BLOWS, "me my her him us his"],
        without: "ball football game match penalty chess",
        ..IN_ORDER
    },
    Scene {
        finding: "assaulted",
        kinds: &["was been got being", "beaten_up punched kicked assaulted attacked mugged battered headbutted"],
        reach: 2,
        without: "horse pony cow dog goat migraine",
        ..IN_ORDER
    },
    Scene { finding: "strangled", kinds: &["strangled strangling strangles throttled throttling"], without: LIKE, ..ANYHOW },
    Scene { finding: "strangled", kinds: &["choked", "me her him us", "hands until with out"], without: "up tears film food", ..IN_ORDER },
    Scene {
        finding: "strangled",
        kinds: &["his_hands her_hands their_hands put_hands both_hands", "round around", "my her his", "neck throat"],
        without: LIKE,
        ..IN_ORDER
    },
    Scene {
        finding: "cough-blood",
        kinds: &["cough coughs coughed coughing", "blood"],
        reach: 2,
        without: "pressure test sugar",
        ..IN_ORDER
    },
    Scene {
        finding: "high-energy-injury",
        kinds: &[HEAVY, "rolled ran went drove run driven reversed backed rolls passed", "over onto", LIMBS],
        without: "toy pram pushchair model bump",
        ..IN_ORDER
    },
    Scene {
        finding: "high-energy-injury",
        kinds: &["run_over ran_over rolled_over driven_over", "by", HEAVY],
        without: "toy model phone",
        ..IN_ORDER
    },
    Scene {
        finding: "high-energy-injury",
        kinds: &["crushed", CRUSHED],
        reach: 3,
        without: "door drawer fingertip like feels dreams",
        ..ANYHOW
    },
    Scene {
        finding: "high-energy-injury",
        kinds: &["trapped pinned crushed stuck", "under beneath underneath between", WEIGHTS],
        without: LIKE,
        ..IN_ORDER
    },
    Scene {
        finding: "high-energy-injury",
        kinds: &["caught trapped pulled dragged crushed mangled", MACHINES, CRUSHED],
        reach: 5,
        without: "washing coffee fax",
        ..ANYHOW
    },
    Scene {
        finding: "stab-or-gunshot",
        kinds: &[BLADES, "in into through", TRUNK],
        without: "like feels feel felt as though pain pains if drawer shoulder surgery operation",
        ..IN_ORDER
    },
    Scene {
        finding: "stab-or-gunshot",
        kinds: &["rod pole railing rebar branch stake spike nail", "through", TRUNK],
        without: "like feels feel felt as though pain",
        ..IN_ORDER
    },
    Scene {
        finding: "stab-or-gunshot",
        kinds: &[
            "knife blade chisel screwdriver machete",
            "slipped went",
            "deep into through",
            "thigh chest belly stomach neck groin wrist abdomen",
        ],
        reach: 5,
        without: LIKE,
        ..IN_ORDER
    },
    Scene { finding: "stab-or-gunshot", kinds: &["impaled"], without: LIKE, ..ANYHOW },
    Scene {
        finding: "burn-severe",
        kinds: &[
            "hot boiling burning molten scalding",
            "oil fat grease tar caramel metal wax",
            "over poured spilled spilt tipped fell splashed",
            "face neck chest arm arms hand hands leg legs foot feet belly back head me him her body",
        ],
        reach: 6,
        without: "drop drops spat speck tiny",
        ..IN_ORDER
    },
    Scene {
        finding: "burn-severe",
        kinds: &[
            "burn burns burned burnt scald scalds scalded",
            "oil hot_fat hot_water boiling grease steam fire flame flames petrol kettle explosion firework fireworks tar",
            "face neck chest genitals groin head",
        ],
        reach: 6,
        without: "sun sunburn sunburnt heartburn drop drops pass passing pee wee like as feels",
        ..ANYHOW
    },
    Scene {
        finding: "chemical-fumes",
        kinds: &[
            "inhaled inhaling inhale breathed breathing_in breathe_in sniffed inhalation",
            "chlorine ammonia fumes vapour vapours vapor vapors gas acid bleach sulphur solvent solvents cyanide",
        ],
        without: "laughing entonox nitrous petrol_station",
        ..IN_ORDER
    },
    Scene {
        finding: "swallowed-battery",
        kinds: &[SWALLOWED, "battery batteries magnet magnets magnetic button_cell coin_cell"],
        without: "like",
        ..ANYHOW
    },
    Scene {
        finding: "swallowed-sharp",
        kinds: &[SWALLOWED, SHARP],
        reach: 3,
        without: "like feels feel felt as hurts of if polish varnish",
        ..IN_ORDER
    },
    Scene {
        finding: "cannot-bear-weight",
        kinds: &["<not> refuses refusing refused", "put bear putting bearing take place", "weight", "leg legs foot ankle knee hip it side"],
        reach: 3,
        ..IN_ORDER
    },
    Scene {
        finding: "fainting-exertion",
        kinds: &[FAINTS, "while when during whilst mid on at in from", EXERTION],
        reach: 3,
        without: "bath temperature fever late errands blood needle watching",
        ..IN_ORDER
    },
    Scene {
        finding: "blue-lips",
        kinds: &["collapsed unconscious unresponsive snoring passed_out limp choking fitting", "blue"],
        without: "light lights cheese eyes badge shirt top",
        ..ANYHOW
    },
    Scene {
        finding: "breathless-lying-flat",
        kinds: &["breath breathing breathe breathless breathlessness", "worse harder worst", "lying lie lay flat"],
        reach: 6,
        without: "better cough cold nose blocked stuffy",
        ..ANYHOW
    },
    Scene {
        finding: "breathless-lying-flat",
        kinds: &["<not>", "lie lay", "flat down", "drowning drown breath breathe breathing suffocating suffocate gasp gasping"],
        reach: 9,
        ..IN_ORDER
    },
    Scene {
        finding: "breathless-lying-flat",
        kinds: &["have_to need_to must can_only got_to", "sit sleep prop", "up upright", "breathe breath breathing"],
        reach: 6,
        without: "fine better nose blocked",
        ..IN_ORDER
    },
    Scene {
        finding: "groin-lump",
        kinds: &["inject* shot_up shooting_up", "groin", "swell* swollen lump lumps bulge throb* puls*"],
        reach: 14,
        ..ANYHOW
    },
    Scene {
        finding: "drug-use",
        kinds: &["shot_up shooting_up shoots_up shoot_up injected injecting", "groin vein veins heroin fentanyl speed meth"],
        ..ANYHOW
    },
    Scene {
        finding: "diving-recent",
        kinds: &["scuba diver divers diving dived freediving"],
        without: "board headfirst head_first shallow sky wreck_film into bell",
        ..ANYHOW
    },
    Scene { finding: "bite-face", kinds: &[BITERS, BITTEN, FACE], without: "insect mosquito tick flea", ..IN_ORDER },
    Scene { finding: "bite-face", kinds: &[BITTEN, FACE, BITERS], reach: 5, without: "insect mosquito tick flea", ..IN_ORDER },
    Scene {
        finding: "suicidal-thoughts",
        kinds: &[
            "voice voices",
            "tell telling tells command commands commanding order orders ordering say says saying shout shouting urge urging",
            "jump step cut myself die drown hang",
        ],
        reach: 6,
        without: "mum dad doctor teacher",
        ..IN_ORDER
    },
    Scene {
        finding: "thoughts-harming-others",
        kinds: &[
            "voice voices",
            "tell telling tells command commands commanding order orders ordering say says saying shout shouting urge urging",
            "hurt stab attack kill harm hit burn",
        ],
        reach: 6,
        without: "throat swallow",
        ..IN_ORDER
    },
    Scene {
        finding: "limping-child",
        kinds: &[
            "child kid toddler baby son daughter boy girl grandson granddaughter",
            "<not> refuses refusing refused",
            "put bear putting bearing place",
            "weight",
        ],
        ..IN_ORDER
    },
    Scene {
        finding: "suicide-plan",
        kinds: &["goodbye goodbyes farewell", "took taken swallowed taking", "pills tablets overdose meds"],
        reach: 8,
        ..IN_ORDER
    },
    Scene {
        finding: "suicide-plan",
        kinds: &["gun pistol rifle shotgun revolver rope noose", "goodbye goodbyes farewell"],
        reach: 12,
        without: "toy nerf water collection licence club",
        ..ANYHOW
    },
    Scene {
        finding: "suicide-plan",
        kinds: &["has have had took taken holding got bought", "pills tablets knife blade razor", "goodbye goodbyes farewell"],
        reach: 9,
        ..IN_ORDER
    },
    Scene {
        finding: "suicide-plan",
        kinds: &["locked", "himself herself themselves myself", "gun pistol rifle shotgun knife pills tablets rope blade"],
        reach: 10,
        ..ANYHOW
    },
];
