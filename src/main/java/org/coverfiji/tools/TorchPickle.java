package org.coverfiji.tools;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.model.exchange.ElementType;
import org.coverfiji.model.exchange.PickledTensor;

import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a PyTorch checkpoint: dictionaries, lists, texts, numbers, flags and {@link PickledTensor}s. A
 * pickle is a program for a machine that can call anything; this machine knows the four functions that build a tensor
 * and an ordered dictionary, itself, and the instructions that {@code torch.save} needs. Whatever else is asked for
 * ends the reading.
 */
public final class TorchPickle implements Function<byte[], Object> {

    /** @throws CoverException if it is no such pickle; the message is a part of a sentence */
    @Override
    public Object apply(byte[] bytes) {
        try {
            return new Machine().load(new ByteArrayInputStream(bytes));
        } catch (CoverException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // An instruction on things that are not there or not of its kind.
            throw new CoverException("its pickle is damaged or incomplete", e);
        }
    }

    /** What a pickle may call. */
    private enum Known {

        DICTIONARY("collections.OrderedDict"),
        TENSOR("torch._utils._rebuild_tensor_v2"),
        PARAMETER("torch._utils._rebuild_parameter"),
        SIZE("torch.Size");

        private final String name;

        Known(String name) {
            this.name = name;
        }
    }

    /** A storage that a persistent identity names. */
    private static final class Storage {

        private final ElementType type;
        private final String key;
        private final long values;

        Storage(ElementType type, String key, long values) {
            this.type = type;
            this.key = key;
            this.values = values;
        }
    }

    private static final class Machine extends Unpickler {

        private static final String STORAGES = "torch.";

        /** Instructions followed by the length of a text, in four bytes. */
        private static final List<Short> LONG_TEXTS = List.of(Opcodes.BINUNICODE, Opcodes.BINSTRING);

        /** What is carried out by the library; no instruction here calls or makes anything. */
        private static final List<Short> PLAIN = List.of(Opcodes.MARK, Opcodes.STOP, Opcodes.BINFLOAT, Opcodes.BININT,
                Opcodes.BININT1, Opcodes.BININT2, Opcodes.NONE, Opcodes.NEWTRUE, Opcodes.NEWFALSE, Opcodes.LONG1,
                Opcodes.BINUNICODE, Opcodes.SHORT_BINUNICODE, Opcodes.BINSTRING, Opcodes.SHORT_BINSTRING,
                Opcodes.APPEND, Opcodes.APPENDS, Opcodes.EMPTY_LIST, Opcodes.EMPTY_TUPLE, Opcodes.TUPLE,
                Opcodes.TUPLE1, Opcodes.TUPLE2, Opcodes.TUPLE3, Opcodes.BINGET, Opcodes.LONG_BINGET, Opcodes.BINPUT,
                Opcodes.LONG_BINPUT, Opcodes.MEMOIZE, Opcodes.PROTO, Opcodes.FRAME, Opcodes.BINPERSID);

        @Override
        protected Object dispatch(short instruction) throws IOException {
            switch (instruction) {
                case Opcodes.GLOBAL:
                    stack.add(known(PickleUtils.readline(input), PickleUtils.readline(input)));
                    return NO_RETURN_VALUE;
                case Opcodes.STACK_GLOBAL:
                    String name = (String) stack.pop();
                    stack.add(known((String) stack.pop(), name));
                    return NO_RETURN_VALUE;
                case Opcodes.EMPTY_DICT:
                    stack.add(new LinkedHashMap<>());
                    return NO_RETURN_VALUE;
                case Opcodes.SETITEM:
                    Object value = stack.pop();
                    Object key = stack.pop();
                    put(key, value);
                    return NO_RETURN_VALUE;
                case Opcodes.SETITEMS:
                    // The library's own loses the order.
                    List<Object> items = stack.pop_all_since_marker();
                    for (int i = 0; i < items.size(); i += 2) {
                        put(items.get(i), items.get(i + 1));
                    }
                    return NO_RETURN_VALUE;
                case Opcodes.REDUCE:
                    Object[] arguments = (Object[]) stack.pop();
                    stack.add(call((Known) stack.pop(), arguments));
                    return NO_RETURN_VALUE;
                case Opcodes.BUILD:
                    // What a state_dict says of its layers' versions.
                    stack.pop();
                    requireDictionary(stack.peek());
                    return NO_RETURN_VALUE;
                default:
                    return plain(instruction);
            }
        }

        private Object plain(short instruction) throws IOException {
            if (!PLAIN.contains(instruction)) {
                throw new CoverException("its pickle has the instruction " + instruction
                        + ", which weights do not need");
            }
            if (LONG_TEXTS.contains(instruction)) {
                requireRest(input);
            }
            return super.dispatch(instruction);
        }

        /** A text that is longer than the rest would be given its memory before that is noticed. */
        private static void requireRest(InputStream input) throws IOException {
            input.mark(Integer.BYTES);
            long length = PickleUtils.bytes_to_uint(input.readNBytes(Integer.BYTES), 0);
            if (length > input.available()) {
                throw new CoverException("its pickle is damaged or incomplete");
            }
            input.reset();
        }

        private static Object known(String module, String name) {
            String full = module + "." + name;
            if (full.startsWith(STORAGES) && ElementType.ofStorage(name).isPresent()
                    && full.equals(STORAGES + name)) {
                return ElementType.ofStorage(name).get();
            }
            return Arrays.stream(Known.values()).filter(known -> known.name.equals(full)).findFirst()
                    .orElseThrow(() -> new CoverException("it holds more than weights: it asks for " + shortened(full)
                            + ", which a file could misuse to run anything"));
        }

        /** A file's text in a message to people. */
        private static String shortened(String text) {
            String plain = text.chars().filter(c -> c > ' ' && c < 127).limit(80)
                    .mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
            return plain.isEmpty() ? "something without a name" : plain;
        }

        private void put(Object key, Object value) {
            Map<Object, Object> dictionary = requireDictionary(stack.peek());
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                throw new CoverException("it has a dictionary whose keys are neither texts nor numbers");
            }
            dictionary.put(key, value);
        }

        @SuppressWarnings("unchecked")
        private static Map<Object, Object> requireDictionary(Object value) {
            if (!(value instanceof Map)) {
                throw new CoverException("its pickle gives something a state that is no dictionary");
            }
            return (Map<Object, Object>) value;
        }

        private static Object call(Known function, Object[] arguments) {
            switch (function) {
                case DICTIONARY:
                    return new LinkedHashMap<>();
                case SIZE:
                case PARAMETER:
                    return arguments[0];
                default:
                    Storage storage = (Storage) arguments[0];
                    return new PickledTensor(storage.type, storage.key, storage.values, integer(arguments[1]),
                            integers((Object[]) arguments[2]), integers((Object[]) arguments[3]));
            }
        }

        @Override
        protected Object persistentLoad(Object identity) {
            Object[] parts = (Object[]) identity;
            if (!"storage".equals(parts[0]) || !(parts[1] instanceof ElementType)) {
                throw new PickleException("an identity of another kind");
            }
            return new Storage((ElementType) parts[1], (String) parts[2], integer(parts[4]));
        }

        private static long integer(Object number) {
            if (!(number instanceof Integer || number instanceof Long)) {
                throw new PickleException("not a whole number");
            }
            return ((Number) number).longValue();
        }

        private static long[] integers(Object[] numbers) {
            return Arrays.stream(numbers).mapToLong(Machine::integer).toArray();
        }
    }
}
