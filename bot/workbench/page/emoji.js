// Slack's names of the emoji that business messages use; any other name stays as it was written.

const NAMES = `
100 💯 +1 👍 -1 👎 alarm_clock ⏰ arrow_down ⬇️ arrow_down_small 🔽 arrow_lower_right ↘️ arrow_right ➡️ arrow_up ⬆️
arrow_up_small 🔼 arrow_upper_right ↗️ bar_chart 📊 bell 🔔 birthday 🎂 black_circle ⚫ blue_heart 💙 bookmark 🔖 books 📚
boom 💥 bulb 💡 busts_in_silhouette 👥 calendar 📅 chart_with_downwards_trend 📉 chart_with_upwards_trend 📈 clap 👏
clipboard 📋 clock1 🕐 coffee ☕ construction 🚧 credit_card 💳 crown 👑 date 📅 dart 🎯 eyes 👀 email 📧 envelope ✉️
exclamation ❗ fire 🔥 first_place_medal 🥇 gear ⚙️ gem 💎 gift 🎁 grey_exclamation ❕ hand ✋ handshake 🤝 heart ❤️
heavy_check_mark ✔️ heavy_minus_sign ➖ heavy_plus_sign ➕ hourglass ⌛ hourglass_flowing_sand ⏳ inbox_tray 📥
information_source ℹ️ key 🔑 large_blue_circle 🔵 large_green_circle 🟢 large_green_square 🟩 large_orange_circle 🟠
large_red_square 🟥 large_yellow_circle 🟡 large_yellow_square 🟨 link 🔗 lock 🔒 loudspeaker 📢 mag 🔍 mailbox 📫 mega 📣
memo 📝 money_with_wings 💸 moneybag 💰 muscle 💪 mute 🔇 no_bell 🔕 no_entry ⛔ ok_hand 👌 orange_circle 🟠
package 📦 page_facing_up 📄 paperclip 📎 partying_face 🥳 pencil 📝 pencil2 ✏️ phone ☎️ point_right 👉 pray 🙏 pushpin 📌
question ❓ raised_hands 🙌 red_circle 🔴 repeat 🔁 rocket 🚀 rotating_light 🚨 seedling 🌱 see_no_evil 🙈 slightly_smiling_face 🙂
smile 😄 smiley 😃 snowflake ❄️ sos 🆘 sparkles ✨ speech_balloon 💬 star ⭐ stopwatch ⏱️ sunny ☀️ sweat_smile 😅 tada 🎉
telephone_receiver 📞 thinking_face 🤔 thumbsdown 👎 thumbsup 👍 timer_clock ⏲️ trophy 🏆 unlock 🔓 warning ⚠️ wave 👋
white_check_mark ✅ white_circle ⚪ white_large_square ⬜ wrench 🔧 x ❌ yellow_circle 🟡 zap ⚡ zzz 💤
`;

const words = NAMES.trim().split(/\s+/);
const EMOJI = new Map(words.flatMap((word, index) => (index % 2 ? [] : [[word, words[index + 1]]])));

/** Return the character of an emoji name, or undefined. */
export const emoji = (name) => EMOJI.get(name);

/** Replace `:names:` in a plain text. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
