/** The detection of promises that a person will get in touch, and of sentences that only look like them, in every language. */
import { describe, expect, test } from "vitest";
import { promiseCheck } from "../../../src/answer/guard/promises.ts";
import type { Language } from "../../../src/language/packs.ts";

const promisesPerson = (text: string, given: string): boolean => promiseCheck(given)(text);

const said: Record<Language, { promises: string[]; harmless: string[] }> = {
	en: {
		promises: [
			"I'll have a colleague call you back tomorrow.",
			"Someone from our team will reach out to you.",
			"Let me get a human for you.",
			"I’m connecting you with a specialist now.",
			"I've notified our support team about this.",
			"We will get back to you within a day.",
			"You'll hear from us shortly.",
			"I can put you through to one of our agents.",
			"Your case is urgent, so an agent will be with you shortly.",
			"I have asked a colleague to look at your order.",
			"A team member will contact you by e-mail.",
			"Let me check with my team and get back to you.",
			"One of our specialists will take care of this.",
			"I have escalated your case.",
			"Connecting you to an agent now.",
		],
		harmless: [
			"You can contact our team at help@shop.example.",
			"Our team packs every order by hand.",
			"To talk to a person, call us between 9 and 5.",
			"We hand every parcel to the carrier the same day.",
			"The courier will call you before the delivery.",
			"Our support team answers e-mails within two days.",
			"We have a team of ten people in Bergen.",
			"Pass the strap through the buckle and put it on.",
			"We transfer the money to your account within 5 days.",
			"Connect it to your phone and we store your settings.",
			"We will send you an e-mail with the tracking number.",
		],
	},
	de: {
		promises: [
			"Ich werde Sie mit einem Mitarbeiter verbinden.",
			"Ein Kollege wird sich bei Ihnen melden.",
			"Ich leite Ihre Anfrage an unser Team weiter.",
			"Jemand aus unserem Team ruft Sie morgen an.",
			"Wir melden uns in Kürze bei Ihnen.",
			"Ich habe Ihr Anliegen an einen Kollegen weitergegeben.",
			"Lassen Sie mich einen Menschen für Sie holen.",
			"Ich verbinde Sie jetzt.",
			"Ich sage einem Kollegen Bescheid.",
		],
		harmless: [
			"Sie erreichen unser Team unter 030 1234.",
			"Unser Team packt jede Bestellung von Hand.",
			"Wenn Sie mit einem Menschen sprechen möchten, rufen Sie uns an.",
			"Verbinden Sie das Gerät mit dem WLAN.",
			"Unsere Mitarbeiter in Berlin reparieren Taschen.",
			"Wir überweisen den Betrag innerhalb von 5 Tagen.",
			"Wenden Sie sich bitte an unseren Kundenservice.",
			"Wir verbinden Handwerk mit gutem Design, unser Team ist klein.",
		],
	},
	es: {
		promises: [
			"Le voy a pasar con un compañero.",
			"Alguien de nuestro equipo se pondrá en contacto con usted.",
			"Voy a transferirle a un agente.",
			"Un asesor le llamará mañana.",
			"He avisado a nuestro equipo de soporte.",
			"Nos pondremos en contacto con usted pronto.",
		],
		harmless: [
			"Puede contactar con nuestro equipo en ayuda@tienda.example.",
			"Nuestro equipo empaqueta cada pedido a mano.",
			"Para hablar con una persona, llame de 9 a 17 h.",
			"El transportista entrega el paquete en dos días.",
			"Conecte el aparato a la red.",
			"Pase la correa por la hebilla.",
		],
	},
	fr: {
		promises: [
			"Je vais vous mettre en relation avec un conseiller.",
			"Un collègue vous rappellera demain.",
			"Quelqu'un de notre équipe va vous contacter.",
			"Je transmets votre demande à notre équipe.",
			"Nous vous recontacterons rapidement.",
			"J'ai prévenu un collègue.",
		],
		harmless: [
			"Vous pouvez joindre notre équipe au 01 23 45 67.",
			"Notre équipe emballe chaque commande à la main.",
			"Pour parler à une personne, appelez-nous de 9 h à 17 h.",
			"Nous transférons le montant sur votre compte.",
			"Connectez l'appareil au réseau.",
			"Contactez notre service client par e-mail.",
		],
	},
	pt: {
		promises: [
			"Vou transferi-lo para um colega.",
			"Alguém da nossa equipa entrará em contacto consigo.",
			"Um atendente vai ligar para você amanhã.",
			"Encaminhei o seu pedido à nossa equipe.",
			"Entraremos em contato em breve.",
			"Posso passar a conversa a um agente.",
		],
		harmless: [
			"Pode contactar a nossa equipa em ajuda@loja.example.",
			"A nossa equipa embala cada encomenda à mão.",
			"Para falar com uma pessoa, ligue entre as 9 e as 17.",
			"A transportadora entrega em dois dias.",
			"Ligue o aparelho à rede.",
			"O reembolso é feito para a sua conta.",
		],
	},
	it: {
		promises: [
			"La metto in contatto con un collega.",
			"Qualcuno del nostro team la contatterà domani.",
			"Un operatore le risponderà a breve.",
			"Ho inoltrato la sua richiesta al nostro team.",
			"Ti passo un operatore.",
			"La ricontatteremo al più presto.",
		],
		harmless: [
			"Può contattare il nostro team all'indirizzo aiuto@negozio.example.",
			"Il nostro team imballa ogni ordine a mano.",
			"Per parlare con una persona, chiami dalle 9 alle 17.",
			"Il corriere consegna in due giorni.",
			"Colleghi il dispositivo alla rete.",
			"Il rimborso arriva sul suo conto in 5 giorni.",
		],
	},
	nl: {
		promises: [
			"Ik verbind u door met een medewerker.",
			"Iemand van ons team neemt contact met u op.",
			"Een collega zal u morgen terugbellen.",
			"Ik heb uw vraag doorgestuurd naar ons team.",
			"Laat me een collega erbij halen.",
			"We nemen zo snel mogelijk contact met u op.",
		],
		harmless: [
			"U bereikt ons team via hulp@winkel.example.",
			"Ons team pakt elke bestelling met de hand in.",
			"Wilt u met een mens praten, bel ons dan tussen 9 en 17 uur.",
			"Verbind het apparaat met het netwerk.",
			"Neem contact op met onze klantenservice.",
			"De bezorger levert binnen twee dagen.",
		],
	},
	pl: {
		promises: [
			"Połączę Cię z konsultantem.",
			"Ktoś z naszego zespołu skontaktuje się z Tobą.",
			"Przekażę sprawę koledze z zespołu.",
			"Pracownik oddzwoni do Pana jutro.",
			"Skontaktujemy się z Tobą wkrótce.",
			"Już łączę z człowiekiem.",
		],
		harmless: [
			"Możesz napisać do naszego zespołu na pomoc@sklep.example.",
			"Nasz zespół pakuje każde zamówienie ręcznie.",
			"Aby porozmawiać z człowiekiem, zadzwoń między 9 a 17.",
			"Połącz urządzenie z siecią.",
			"Kurier dostarcza paczki w dwa dni.",
			"Skontaktuj się z obsługą klienta.",
		],
	},
	tr: {
		promises: [
			"Sizi bir temsilciye bağlıyorum.",
			"Ekibimizden biri sizinle iletişime geçecek.",
			"Bir arkadaşım sizi yarın arayacak.",
			"Talebinizi ekibimize ilettim.",
			"Size en kısa sürede dönüş yapacağız.",
		],
		harmless: [
			"Ekibimize yardim@magaza.example adresinden ulaşabilirsiniz.",
			"Ekibimiz her siparişi elle paketler.",
			"Bir kişiyle konuşmak için 9 ile 17 arasında bizi arayın.",
			"Cihazı ağa bağlayın.",
			"Kargo iki günde teslim edilir.",
		],
	},
	ja: {
		promises: [
			"担当者におつなぎします。",
			"担当者から折り返しご連絡いたします。",
			"スタッフに引き継ぎます。",
			"サポートチームにお伝えしました。",
			"後ほどこちらからお電話いたします。",
			"オペレーターに転送いたします。",
		],
		harmless: [
			"サポートチームへは help@shop.example までご連絡ください。",
			"スタッフがすべての商品を手作業で梱包しています。",
			"担当者とお話しになりたい場合は、9時から17時にお電話ください。",
			"配送業者が二日以内にお届けします。",
			"端末をネットワークに接続してください。",
		],
	},
	zh: {
		promises: [
			"我帮您转接人工客服。",
			"我们的同事会尽快与您联系。",
			"客服人员明天会给您回电。",
			"我已将您的问题反馈给团队。",
			"我马上为您安排一位专员。",
			"我们会联系您。",
		],
		harmless: [
			"您可以通过 help@shop.example 联系我们的团队。",
			"我们的团队手工包装每个订单。",
			"如需与人工客服沟通，请在9点到17点致电。",
			"请将设备连接到网络。",
			"快递会在两天内送达。",
		],
	},
	ar: {
		promises: [
			"سأقوم بتحويلك إلى أحد الزملاء.",
			"سيتواصل معك أحد أعضاء فريقنا.",
			"سوف يتصل بك موظف غدًا.",
			"سأوصلك بموظف الآن.",
			"سنتواصل معك قريبًا.",
			"تم تحويل طلبك إلى فريق الدعم.",
		],
		harmless: [
			"يمكنك التواصل مع فريقنا عبر help@shop.example.",
			"فريقنا يغلف كل طلب يدويًا.",
			"للتحدث إلى شخص اتصل بنا بين 9 و17.",
			"يصل الطلب خلال يومين.",
			"صِل الجهاز بالشبكة.",
			"أرسل طلبك إلى فريق الدعم.",
		],
	},
	sv: {
		promises: [
			"Jag kopplar dig till en medarbetare.",
			"Någon från vårt team kommer att kontakta dig.",
			"En kollega ringer upp dig i morgon.",
			"Jag har skickat din fråga vidare till vårt team.",
			"Låt mig hämta en kollega.",
			"Vi återkommer till dig så snart vi kan.",
			"En medarbetare tar snart över chatten.",
		],
		harmless: [
			"Du kan nå vårt team på hjalp@butik.example.",
			"Vårt team packar varje beställning för hand.",
			"Ring oss mellan 9 och 17 om du vill prata med en person.",
			"Budet levererar inom två dagar.",
			"Koppla enheten till nätverket.",
			"Kontakta vår kundtjänst via e-post.",
			"Vi skickar paketet samma dag.",
		],
	},
	ru: {
		promises: [
			"Я соединю вас с оператором.",
			"С вами свяжется наш специалист.",
			"Сотрудник перезвонит вам завтра.",
			"Я передал ваш вопрос нашей команде.",
			"Мы скоро свяжемся с вами.",
			"Перевожу вас на коллегу.",
			"Давайте я позову менеджера.",
		],
		harmless: [
			"Вы можете написать нашей команде на help@shop.example.",
			"Наша команда упаковывает каждый заказ вручную.",
			"Чтобы поговорить с человеком, позвоните нам с 9 до 17.",
			"Курьер доставит посылку за два дня.",
			"Подключите устройство к сети.",
			"Обратитесь в нашу службу поддержки.",
			"Наша поддержка отвечает на письма в течение двух дней.",
		],
	},
	he: {
		promises: [
			"אני מעביר אותך לנציג.",
			"נציג שלנו יחזור אליך מחר.",
			"מישהו מהצוות ייצור איתך קשר.",
			"העברתי את הפנייה שלך לצוות.",
			"נחזור אליך בהקדם.",
			"אחבר אותך עכשיו לנציגה.",
		],
		harmless: [
			"אפשר לפנות לצוות שלנו בכתובת help@shop.example.",
			"הצוות שלנו אורז כל הזמנה ביד.",
			"כדי לדבר עם נציג אפשר להתקשר בין 9 ל-17.",
			"השליח מגיע תוך יומיים.",
			"חברו את המכשיר לרשת.",
			"פנו לשירות הלקוחות שלנו.",
		],
	},
	ko: {
		promises: [
			"상담원에게 연결해 드리겠습니다.",
			"담당자가 곧 연락드릴 것입니다.",
			"문의 내용을 저희 팀에 전달했습니다.",
			"저희가 곧 다시 연락드리겠습니다.",
			"직원을 불러 드릴게요.",
			"담당자가 내일 전화를 드릴 예정입니다.",
		],
		harmless: [
			"help@shop.example로 저희 팀에 문의하실 수 있습니다.",
			"저희 팀은 모든 주문을 손으로 포장합니다.",
			"상담원과 이야기하려면 9시에서 17시 사이에 전화해 주세요.",
			"택배는 이틀 안에 도착합니다.",
			"기기를 네트워크에 연결하세요.",
			"고객센터로 문의해 주세요.",
		],
	},
	hi: {
		promises: [
			"मैं आपको हमारे प्रतिनिधि से जोड़ रहा हूँ।",
			"हमारी टीम से कोई आपसे संपर्क करेगा।",
			"एक सहकर्मी कल आपको कॉल करेगा।",
			"मैंने आपका सवाल हमारी टीम को भेज दिया है।",
			"हम जल्द ही आपसे संपर्क करेंगे।",
			"मैं आपको एजेंट से कनेक्ट कर देता हूँ।",
		],
		harmless: [
			"आप हमारी टीम से help@shop.example पर संपर्क कर सकते हैं।",
			"हमारी टीम हर ऑर्डर हाथ से पैक करती है।",
			"किसी व्यक्ति से बात करने के लिए 9 से 17 बजे के बीच कॉल करें।",
			"कूरियर दो दिन में सामान पहुँचाता है।",
			"डिवाइस को नेटवर्क से जोड़ें।",
			"कृपया हमारी ग्राहक सेवा से संपर्क करें।",
		],
	},
};

describe.each(Object.entries(said))("in %s", (_, { promises, harmless }) => {
	test.each(promises)("a promise: %s", (text) => expect(promisesPerson(text, "")).toBe(true));
	test.each(harmless)("no promise: %s", (text) => expect(promisesPerson(text, "")).toBe(false));
});

test("what an article says about who gets in touch may be quoted, and not added to", () => {
	const article = "Repairs take a week. A colleague will call you when it is **done**.";
	expect(promisesPerson("Yes: a colleague will call you when it is done.", article)).toBe(false);
	expect(promisesPerson("A colleague will call you tomorrow.", article)).toBe(true);
});

test("one promise that nobody made is enough, whatever else is quoted", () => {
	const given = "A colleague will call you within a day.";
	expect(promisesPerson("A colleague will call you within a day.", given)).toBe(false);
	expect(promisesPerson("A colleague will call you within a day. I will connect you to a colleague.", given)).toBe(
		true,
	);
	expect(promisesPerson("Sure. A colleague will call you within a day.", given)).toBe(false);
});
