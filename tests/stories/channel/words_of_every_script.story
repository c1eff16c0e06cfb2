# Words arrive as they were said, whatever script they are in.
people: ann, ben
circle chat: ann with ben
ann signs in
ben signs in
ben follows chat
ann says "Mae'r llŷn yn dawel heno. 静かな湖 🙂" in chat
ben hears ann say "Mae'r llŷn yn dawel heno. 静かな湖 🙂" in chat
